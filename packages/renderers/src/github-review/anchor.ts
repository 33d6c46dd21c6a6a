import { compareCodePoints, type Finding } from '@securescan/model';
import { endLineOf, lineOf } from '../finding/place.ts';
import type { DiffLine, DiffPositions } from './diff-positions.ts';

/** Findings that start on one line of the diff; they share a comment. */
export interface AnchoredGroup {
  readonly path: string;
  readonly line: number;
  /** Last line of the comment, in the same hunk; equal to `line` when the findings have one line. */
  readonly endLine: number;
  readonly position: number;
  /** Source text from `line` to `endLine`. */
  readonly texts: readonly string[];
  /** Sorted by fingerprint. */
  readonly findings: readonly Finding[];
}

const MAX_LINES = 20;

/**
 * Splits findings into groups that a comment can be attached to, sorted by path and position, and the rest in order.
 * @param withRanges - false where a comment has one line only, as in the older coordinates
 */
export function anchorFindings(
  findings: readonly Finding[],
  diff: DiffPositions,
  withRanges: boolean,
): { readonly groups: readonly AnchoredGroup[]; readonly rest: readonly Finding[] } {
  const groups = new Map<string, { readonly path: string; readonly line: number; readonly findings: Finding[] }>();
  const rest: Finding[] = [];
  for (const finding of findings) {
    const line = lineOf(finding);
    const path = finding.filePath;
    if (path === null || line === null || diff.get(path)?.get(line) === undefined) {
      rest.push(finding);
      continue;
    }
    const key = `${line}:${path}`;
    const group = groups.get(key) ?? { path, line, findings: [] };
    group.findings.push(finding);
    groups.set(key, group);
  }
  const anchored = [...groups.values()].map((group) =>
    toAnchored(group, diff.get(group.path) ?? new Map(), withRanges),
  );
  return {
    groups: anchored.toSorted((a, b) => compareCodePoints(a.path, b.path) || a.position - b.position),
    rest,
  };
}

function toAnchored(
  group: { readonly path: string; readonly line: number; readonly findings: readonly Finding[] },
  lines: ReadonlyMap<number, DiffLine>,
  withRanges: boolean,
): AnchoredGroup {
  const { path, line } = group;
  const wanted = group.findings.reduce((end, finding) => Math.max(end, endLineOf(finding) ?? line), line);
  const range = rangeInHunk(lines, line, withRanges ? wanted : line);
  return {
    path,
    line,
    endLine: line + range.length - 1,
    position: range[0]?.position ?? 0,
    texts: range.map((entry) => entry.text),
    findings: group.findings.toSorted((a, b) => compareCodePoints(a.fingerprint, b.fingerprint)),
  };
}

/** Lines `start` to `end` when one hunk holds them all and they are few, else the first of them alone. */
function rangeInHunk(lines: ReadonlyMap<number, DiffLine>, start: number, end: number): DiffLine[] {
  const first = lines.get(start);
  if (first === undefined) return [];
  if (end - start >= MAX_LINES) return [first];
  const range: DiffLine[] = [];
  for (let line = start; line <= end; line += 1) {
    const entry = lines.get(line);
    if (entry === undefined || entry.hunk !== first.hunk) return [first];
    range.push(entry);
  }
  return range;
}
