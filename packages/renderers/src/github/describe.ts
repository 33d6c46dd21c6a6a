import type { Finding } from '@securescan/model';
import { firstSentence, shorten } from '../first-sentence.ts';
import { endLineOf, lineOf, rangeOf } from '../finding/place.ts';
import { severityNote } from '../finding/severity-note.ts';
import { blobUrl, codeSpan, escapeMarkdown, type LinkBase } from '../markdown.ts';
import { collapseWhitespace } from '../whitespace.ts';

const TITLE_LIMIT = 300;

/** The title of a finding in Markdown. */
export function titleOf(finding: Finding): string {
  return escapeMarkdown(shorten(collapseWhitespace(finding.title), TITLE_LIMIT));
}

/** `● critical`, with the severity before an override. */
export function severityOf(finding: Finding): string {
  return `● ${finding.severity}${severityNote(finding)}`;
}

/** The place of a finding as code, linked when repository and commit are known; empty without a place. */
export function linkedPlace(finding: Finding, base: LinkBase, inTable: boolean): string {
  const place = rangeOf(finding);
  if (place === '') return '';
  const span = codeSpan(place, inTable);
  if (finding.filePath === null || finding.filePath === '') return span;
  const url = blobUrl(base, finding.filePath, lineOf(finding), endLineOf(finding));
  return url === null ? span : `[${span}](${url})`;
}

/** `- ● high **title** — place (scanner)` and, indented, the short description and remediation. */
export function bulletOf(finding: Finding, base: LinkBase, withRemediation: boolean): string {
  const place = linkedPlace(finding, base, false);
  const description = escapeMarkdown(firstSentence(finding.description, 120));
  const remediation = withRemediation ? escapeMarkdown(firstSentence(finding.remediation ?? '', 120)) : '';
  return [
    `- ${severityOf(finding)} **${titleOf(finding)}**${place === '' ? '' : ` — ${place}`} (${escapeMarkdown(finding.scanner)})`,
    ...(description === '' ? [] : [`  ${description}`]),
    ...(remediation === '' ? [] : [`  _Remediation:_ ${remediation}`]),
  ].join('\n');
}
