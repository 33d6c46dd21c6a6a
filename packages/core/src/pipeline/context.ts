import type { JsonValue } from '@securescan/model';
import { collapseWhitespace } from './whitespace.ts';

/**
 * The text of `metadata.line_snippet`: a string, or a list whose parts are joined by one space. Anything else is no text.
 * Parts that are no strings are spelled as the first implementation did, since fingerprints are made of them.
 */
export function toSnippetText(snippet: unknown): string {
  if (typeof snippet === 'string') return snippet;
  return Array.isArray(snippet) ? snippet.map((part: JsonValue) => toPartText(part)).join(' ') : '';
}

function toPartText(part: JsonValue): string {
  if (typeof part === 'string') return part;
  if (part === null) return 'None';
  if (typeof part === 'boolean') return part ? 'True' : 'False';
  return typeof part === 'number' ? String(part) : JSON.stringify(part);
}

/**
 * Source text as it enters a fingerprint: comments cut, whitespace collapsed, lower case.
 * @see docs/reference/fingerprint.md
 */
export function normaliseContext(text: string): string {
  if (text === '') return '';
  const lines = text.includes('\n') || text.includes('\r') ? text.split(/\r\n|\r|\n/) : [text];
  return collapseWhitespace(lines.map((line) => stripComments(line)).join(' ')).toLowerCase();
}

const LINE_MARKERS = ['#', '//', '--'] as const;

/** Naive on purpose: markers inside strings count too. The identities of `securescan/v1` are made this way. */
function stripComments(line: string): string {
  const bare = line.includes('/*') ? stripBlockComments(line) : line;
  let end = bare.length;
  for (const marker of LINE_MARKERS) {
    const at = bare.indexOf(marker);
    if (at >= 0 && at < end) end = at;
  }
  return bare.slice(0, end);
}

// By index instead of by pattern: `/\*.*?\*/` takes quadratic time on a long line of `/*`.
function stripBlockComments(line: string): string {
  let out = '';
  let from = 0;
  for (;;) {
    const open = line.indexOf('/*', from);
    const close = open < 0 ? -1 : line.indexOf('*/', open + 2);
    if (close < 0) return out + line.slice(from);
    out += `${line.slice(from, open)} `;
    from = close + 2;
  }
}
