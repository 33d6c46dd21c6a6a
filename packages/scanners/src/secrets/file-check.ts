import { createHash } from 'node:crypto';
import type { FileCheck, SourceText } from '@securescan/core';
import type { RawFinding, RepoPath } from '@securescan/model';
import { assignmentRules } from './assignment-rules.ts';
import { findInFile } from './find-in-file.ts';
import { toFinding } from './finding.ts';
import { createLineIndex } from './line-index.ts';
import { isSkipped } from './path-kind.ts';
import { secretRules } from './rules/index.ts';

/** Files beyond this size are data, not source; the scanner's notes name them. */
const MAX_FILE_BYTES = 5_000_000;

/** Raised when the code around the rules changes what is found. */
const CODE_VERSION = '2';

function describeRules(): string {
  const hash = createHash('sha256');
  for (const { id, name, severity, kind, keywords, pattern, inWord, minEntropy, allow, near } of [
    ...secretRules,
    ...assignmentRules,
  ]) {
    const patterns = [pattern, near, ...(allow ?? [])].map(String);
    hash.update(JSON.stringify([id, name, severity, kind, keywords, inWord, minEntropy, patterns]));
  }
  return hash.digest('hex').slice(0, 16);
}

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
  version: `${CODE_VERSION}:${describeRules()}`,
  wants: (path, size) => size <= MAX_FILE_BYTES && !isSkipped(path),
  check: checkText,
};
