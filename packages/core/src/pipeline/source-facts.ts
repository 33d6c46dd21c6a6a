import type { Finding, RepoPath } from '@securescan/model';
import { asRepoPath } from '@securescan/model';
import { parseDirectives } from '../suppress/directives.ts';
import { ownText } from './own-text.ts';
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
  const last = lastSnippetLine(lineStart, lineEnd);
  const snippet: string[] = [];
  for (let line = lineStart; line <= last; line += 1) snippet.push(lines.get(line) ?? '');
  return snippet.join('\n');
}

/** The part of a tool's excerpt that would have been taken from the file. */
export function firstSnippetLines(excerpt: string): string {
  if (excerpt === '') return '';
  const lines = excerpt.split(/\r\n|\r|\n/, MAX_SNIPPET_LINES);
  const snippet = lines.map((line) => line.slice(0, MAX_LINE_LENGTH).toWellFormed()).join('\n');
  return snippet === excerpt ? excerpt : ownText(snippet);
}

function lastSnippetLine(lineStart: number, lineEnd: number | null): number {
  return Math.max(lineStart, Math.min(lineEnd ?? lineStart, lineStart + MAX_SNIPPET_LINES - 1));
}

function collectLines(locations: Iterable<SourceLocation>): Map<string, Set<number>> {
  const wanted = new Map<string, Set<number>>();
  for (const { filePath, lineStart, lineEnd } of locations) {
    if (filePath === null) continue;
    let lines = wanted.get(filePath);
    if (lines === undefined) wanted.set(filePath, (lines = new Set()));
    if (lineStart === null || lineStart <= 0) continue;
    for (let line = lineStart; line <= lastSnippetLine(lineStart, lineEnd); line += 1) lines.add(line);
  }
  return wanted;
}

function pickLine(text: string, start: number, end: number): string {
  return ownText(text.slice(start, Math.min(end, start + MAX_LINE_LENGTH)).toWellFormed());
}

/** Picks lines without splitting the whole text. */
function pickLines(text: string, wanted: ReadonlySet<number>): ReadonlyMap<number, string> {
  const picked = new Map<number, string>();
  const unified = text.includes('\r') ? text.replaceAll(/\r\n?/g, '\n') : text;
  let start = 0;
  for (let line = 1; picked.size < wanted.size && start <= unified.length; line += 1) {
    const found = unified.indexOf('\n', start);
    const end = found < 0 ? unified.length : found;
    if (wanted.has(line)) picked.set(line, pickLine(unified, start, end));
    start = end + 1;
  }
  return picked;
}
