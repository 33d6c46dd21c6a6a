import type { Finding, RepoPath } from '@securescan/model';
import { asRepoPath } from '@securescan/model';
import { parseDirectives } from '../suppress/directives.ts';
import { normalisePath } from './repo-path.ts';
import type { ScannerFindings, SourceFacts } from './types.ts';

/** Lines of a finding that enter its identity. */
const MAX_SNIPPET_LINES = 3;
/** Part of a line that enters an identity; a minified file is one line of megabytes. */
const MAX_LINE_LENGTH = 8192;
const READS_AT_ONCE = 8;

/** Where a finding is; findings themselves fit. Lines are 1-based. */
export type SourceLocation = Pick<Finding, 'filePath' | 'lineStart' | 'lineEnd'>;

/** Where raw findings are, with the paths that `normalise` will give them; for `collectSourceFacts`. */
export function locateFindings(
  scannerFindings: readonly ScannerFindings[],
  root: string | null,
): readonly SourceLocation[] {
  return scannerFindings.flatMap(({ findings }) =>
    findings.flatMap(({ path, lineStart, lineEnd }) => {
      const filePath = normalisePath(path, root).path;
      return filePath === null ? [] : [{ filePath, lineStart: lineStart ?? null, lineEnd: lineEnd ?? null }];
    }),
  );
}

/**
 * Reads, once per file, what the pipeline must know of the scanned text: the lines of findings and ignore comments.
 * @param locations - a location without a line only asks for the file's ignore comments
 * @param readText - the file's text, or null when there is none to read; must not throw
 */
export async function collectSourceFacts(
  locations: Iterable<SourceLocation>,
  readText: (path: RepoPath) => Promise<string | null>,
): Promise<ReadonlyMap<string, SourceFacts>> {
  const wanted = collectLines(locations);
  const facts = new Map<string, SourceFacts>(
    [...wanted.keys()].map((path) => [path, { lines: new Map(), directives: [] }]),
  );
  const queue = wanted.entries();
  const worker = async (): Promise<void> => {
    for (const [path, lines] of queue) {
      const text = await readText(asRepoPath(path));
      if (text !== null) facts.set(path, { lines: pickLines(text, lines), directives: parseDirectives(path, text) });
    }
  };
  await Promise.all(Array.from({ length: READS_AT_ONCE }, worker));
  return facts;
}

/** Source text of a finding: its lines, at most three, joined by LF; empty when nothing is known of them. */
export function findSnippet(
  sources: ReadonlyMap<string, SourceFacts>,
  path: string | null,
  lineStart: number | null,
  lineEnd: number | null,
): string {
  const lines = path === null || lineStart === null ? undefined : sources.get(path)?.lines;
  if (lines === undefined || lineStart === null) return '';
  if (lineEnd === null || lineEnd <= lineStart) return lines.get(lineStart) ?? '';
  return snippetLines(lineStart, lineEnd)
    .map((line) => lines.get(line) ?? '')
    .join('\n');
}

/** The part of a tool's excerpt that would have been taken from the file. */
export function firstSnippetLines(excerpt: string): string {
  if (excerpt === '') return '';
  const lines = excerpt.split(/\r\n|\r|\n/, MAX_SNIPPET_LINES);
  return lines.map((line) => line.slice(0, MAX_LINE_LENGTH).toWellFormed()).join('\n');
}

function snippetLines(lineStart: number, lineEnd: number | null): number[] {
  const last = Math.min(lineEnd ?? lineStart, lineStart + MAX_SNIPPET_LINES - 1);
  return Array.from({ length: Math.max(1, last - lineStart + 1) }, (_, index) => lineStart + index);
}

function collectLines(locations: Iterable<SourceLocation>): Map<string, Set<number>> {
  const wanted = new Map<string, Set<number>>();
  for (const { filePath, lineStart, lineEnd } of locations) {
    if (filePath === null) continue;
    let lines = wanted.get(filePath);
    if (lines === undefined) wanted.set(filePath, (lines = new Set()));
    if (lineStart !== null && lineStart > 0) for (const line of snippetLines(lineStart, lineEnd)) lines.add(line);
  }
  return wanted;
}

/** Picks lines without splitting the whole text. */
function pickLines(text: string, wanted: ReadonlySet<number>): ReadonlyMap<number, string> {
  const picked = new Map<number, string>();
  const unified = text.includes('\r') ? text.replaceAll(/\r\n?/g, '\n') : text;
  let start = 0;
  for (let line = 1; picked.size < wanted.size && start <= unified.length; line += 1) {
    const found = unified.indexOf('\n', start);
    const end = found < 0 ? unified.length : found;
    if (wanted.has(line)) picked.set(line, unified.slice(start, Math.min(end, start + MAX_LINE_LENGTH)).toWellFormed());
    start = end + 1;
  }
  return picked;
}
