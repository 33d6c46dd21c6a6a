import type { FileCheck, SourceText } from '@securescan/core';
import type { RawFinding, RepoPath } from '@securescan/model';
import { findInFile } from './find-in-file.ts';
import { toFinding } from './finding.ts';
import { createLineIndex } from './line-index.ts';
import { isSkipped } from './path-kind.ts';

/** Files beyond this size are data, not source; the scanner's notes name them. */
const MAX_FILE_BYTES = 5_000_000;

function checkText(file: SourceText): readonly RawFinding[] {
  const found = findInFile(file.path, file.text);
  if (found.length === 0) return [];
  const lineOf = createLineIndex(file.text);
  return found.map((match) => {
    const from = lineOf(match.start);
    const finding = toFinding(match.rule, match.value, {
      path: file.path,
      lineStart: from.line,
      lineEnd: lineOf(match.end - 1).line,
      column: from.column,
    });
    if (match.variable === undefined || match.rule.kind === 'specific') return finding;
    return { ...finding, title: `${match.rule.name}: ${match.variable}` };
  });
}

/** Whether a file would be searched, were it not so large. */
export function isTooLarge({ path, size }: { readonly path: RepoPath; readonly size: number }): boolean {
  return size > MAX_FILE_BYTES && !isSkipped(path);
}

/** The part of the scanner that runs in worker threads. */
export const secretsFileCheck: FileCheck = {
  id: 'secrets',
  // The version of the whole program's code, which the machine adds, says when rules or reading have changed.
  version: '1',
  wants: (path, size) => size <= MAX_FILE_BYTES && !isSkipped(path),
  check: checkText,
};
