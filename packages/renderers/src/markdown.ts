import { collapseWhitespace } from './whitespace.ts';
import { toVisibleLine, toVisibleText } from './visible.ts';
import { encodePath } from './percent-encode.ts';

/** Between two characters that would mean something together; shows as nothing. */
const BREAK = '&#8203;';

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', $: '&#36;' };

/** Mentions, issue references and the beginnings of links; then HTML and mathematics; then Markdown. */
const MEANINGFUL =
  /@|(?:#|\bGH-)(?=\d)|\b(?:https?|ftp|mailto|xmpp):(?=\S)|\bwww(?=\.\S)|[&<>$]|[\\`*[\]|~]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/giu;

/**
 * Text of a tool for GitHub's Markdown, on one line: it shows as written and does nothing. Markup, HTML and table bars are
 * escaped; mentions, issue references and links are broken by a zero-width space.
 */
export function escapeMarkdown(text: string): string {
  return toVisibleLine(collapseWhitespace(toVisibleText(text)))
    .replace(MEANINGFUL, (found) => {
      const entity = ENTITIES[found];
      if (entity !== undefined) return entity;
      return found === '@' || found === '#' || found.length > 1 ? `${found}${BREAK}` : `\\${found}`;
    })
    .replace(/^([-+]|\d{1,9}[.)]|#{1,6})(?=\s|$)/, escapeBlockStart);
}

/** A list marker or heading at the start of a block: its last character is escaped. */
function escapeBlockStart(marker: string): string {
  return marker.startsWith('#') ? `\\${marker}` : `${marker.slice(0, -1)}\\${marker.slice(-1)}`;
}

/**
 * A code span, also for text with backticks; in a table cell bars need a backslash even there. HTML does nothing in a code
 * span, but programs look for our markers in the plain text, so data cannot start one.
 */
export function codeSpan(text: string, inTable = false): string {
  const visible = toVisibleLine(text).replaceAll('<!--', '\\x3c!--');
  const runs = visible.match(/`+/g) ?? [];
  const fence = '`'.repeat(runs.reduce((longest, run) => Math.max(longest, run.length), 0) + 1);
  const pad = visible.startsWith('`') || visible.endsWith('`') || visible === '' ? ' ' : '';
  const span = `${fence}${pad}${visible}${pad}${fence}`;
  return inTable ? span.replaceAll('|', '\\|') : span;
}

/** A fenced block, with a fence that the content cannot close. */
export function fencedBlock(language: string, content: string): string {
  const runs = content.match(/`{3,}/g) ?? [];
  const fence = '`'.repeat(
    Math.max(
      3,
      runs.reduce((longest, run) => Math.max(longest, run.length + 1), 3),
    ),
  );
  return `${fence}${language}\n${content}\n${fence}`;
}

/** Where web links of a rendering lead. */
export interface LinkBase {
  readonly repo: string | null;
  readonly sha: string | null;
  readonly serverUrl: string;
}

/** Link to lines of a file at a commit; null without repository or commit. */
export function blobUrl(base: LinkBase, path: string, line: number | null, endLine: number | null): string | null {
  if (base.repo === null || base.repo === '' || base.sha === null || base.sha === '') return null;
  const anchor = line === null ? '' : `#L${line}${endLine === null || endLine === line ? '' : `-L${endLine}`}`;
  const server = base.serverUrl.replace(/\/+$/, '');
  return `${server}/${encodePath(base.repo)}/blob/${encodeURIComponent(base.sha)}/${encodePath(path)}${anchor}`;
}
