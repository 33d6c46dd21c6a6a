import { createHash } from 'node:crypto';
import type { FileCheck, SourceText } from '@securescan/core';
import type { RawFinding, RepoPath } from '@securescan/model';
import { findEnvSecrets } from './env-file.ts';
import { toFinding } from './finding.ts';
import { createLineIndex } from './line-index.ts';
import type { SecretMatch } from './match.ts';
import { compileMatcher } from './match.ts';
import { isEnvFile, isSkipped } from './path-kind.ts';
import { secretRules } from './rules/index.ts';

/** Files beyond this size are data, not source; the scanner's notes name them. */
const MAX_FILE_BYTES = 5_000_000;

/** Raised when the code around the rules changes what is found. */
const CODE_VERSION = '1';

function describeRules(): string {
  const hash = createHash('sha256');
  for (const { id, name, severity, kind, keywords, pattern, inWord, minEntropy, allow, near } of secretRules) {
    const patterns = [pattern, near, ...(allow ?? [])].map(String);
    hash.update(JSON.stringify([id, name, severity, kind, keywords, inWord, minEntropy, patterns]));
  }
  return hash.digest('hex').slice(0, 16);
}

/** Finds secrets in a text with the whole rule bank. */
export const findSecrets = compileMatcher(secretRules);

function overlaps(a: SecretMatch, b: SecretMatch): boolean {
  return a.start < b.end && b.start < a.end;
}

function checkText(file: SourceText): readonly RawFinding[] {
  const matches = findSecrets(file.text);
  const assignments = isEnvFile(file.path) ? findEnvSecrets(file.text) : [];
  if (matches.length === 0 && assignments.length === 0) return [];
  // A format names a secret better than a variable does, and a variable better than a generic pattern.
  const specific = matches.filter(
    (match) => match.rule.kind === 'specific' || !assignments.some((a) => overlaps(a, match)),
  );
  const named = assignments.filter((a) => !matches.some((m) => m.rule.kind === 'specific' && overlaps(a, m)));
  const lineOf = createLineIndex(file.text);
  return [...specific, ...named]
    .toSorted((a, b) => a.start - b.start)
    .map((match) => {
      const from = lineOf(match.start);
      const finding = toFinding(match.rule, match.value, {
        path: file.path,
        lineStart: from.line,
        lineEnd: lineOf(match.end - 1).line,
        column: from.column,
      });
      if (!('variable' in match)) return finding;
      return { ...finding, title: `Secret in env file: ${String(match.variable)}` };
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
