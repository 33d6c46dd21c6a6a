import { SEVERITIES, countSeverities, type Finding } from '@securescan/model';
import { keptOf, type ChangeView } from '../finding/change-view.ts';
import { describeSuppressed, hasSuppressed, suppressionOf } from '../finding/suppression.ts';
import { bulletOf, linkedPlace, severityOf, titleOf } from '../github/describe.ts';
import { MAX_BODY_LENGTH, takeWhole } from '../github/fit.ts';
import { escapeMarkdown, type LinkBase } from '../markdown.ts';
import type { Rendering, RenderOptions } from '../renderer.ts';
import { plural } from '../wording.ts';
import { writeDetails, type Details } from './details.ts';

/** What a comment is about, in words; the numbers come from the view. */
export interface CommentWords {
  readonly mode: 'diff' | 'compare';
  readonly heading: string;
  /** The line of counts. */
  readonly counts: string;
  readonly nothing: string;
  readonly command: string;
  readonly removed: string;
}

const TABLE_HEAD = '| Severity | Scanner | Title | Where |\n| --- | --- | --- | --- |\n';
const ROOM_FOR_REST = 200;
const ROOM_FOR_GAPS = 8000;

/** `3 new findings (●1 critical, ●2 high)`. */
export function countNew(findings: readonly Finding[], noun: string): string {
  const counts = countSeverities(findings);
  const levels = SEVERITIES.filter((severity) => counts[severity] > 0).map((level) => `●${counts[level]} ${level}`);
  return `${plural(findings.length, noun)}${levels.length === 0 ? '' : ` (${levels.join(', ')})`}`;
}

/** The comment: headline, table of new findings, collapsed lists, at most 60,000 characters. */
export function writeComment(
  view: ChangeView,
  words: CommentWords,
  gaps: readonly string[],
  links: { readonly head: LinkBase; readonly base: LinkBase },
  options: RenderOptions,
): Rendering {
  const marker = `<!-- securescan:${words.mode} -->\n`;
  if (hasNothingToSay(view, gaps))
    return { parts: [{ suffix: '', content: `${marker}_${words.nothing}_\n` }], notices: [] };

  const head = `${marker}### ${words.heading}\n\n${headlines(view, words, options).join('\n')}\n`;
  const footer = `\n<sub>Run \`securescan ${words.command}\` locally to reproduce. Markers identify this comment for upsert.</sub>\n`;
  const gapLists = writeDetails([{ summary: 'Not looked at', items: gaps }], ROOM_FOR_GAPS);
  const budget =
    MAX_BODY_LENGTH - head.length - footer.length - gapLists.text.length - TABLE_HEAD.length - ROOM_FOR_REST;

  const added = keptOf(view.added);
  const rows = takeWhole(
    added.map((finding) => tableRow(finding, links.head)),
    budget,
  );
  const table = added.length === 0 ? '' : `\n${TABLE_HEAD}${rows.kept.map((row) => `${row}\n`).join('')}`;
  const rest =
    rows.dropped === 0
      ? ''
      : `\n… and ${rows.dropped} more. The full list: \`securescan ${words.command} --output json\`, or the SARIF report.\n`;
  const lists = writeDetails(detailLists(view, words, links, options), budget - rows.used);
  const body = [head, table, rest, lists.text, gapLists.text].filter((part) => part !== '');
  const content = joinBlocks(body) + footer;
  const cut = rows.dropped + lists.cut + gapLists.cut;
  const notices =
    cut === 0
      ? []
      : [`github-pr-comment: ${cut} entries do not fit into ${MAX_BODY_LENGTH} characters and are only counted.`];
  return { parts: [{ suffix: '', content }], notices };
}

/** Blocks that end in a line end, with one blank line between them. */
function joinBlocks(blocks: readonly string[]): string {
  return blocks.map((block) => block.replace(/^\n+/, '')).join('\n');
}

function hasNothingToSay(view: ChangeView, gaps: readonly string[]): boolean {
  const lists = [view.added, view.removed, view.escalated, view.notComparable];
  return lists.every((list) => list.length === 0) && !hasSuppressed(view.suppressed) && gaps.length === 0;
}

function headlines(view: ChangeView, words: CommentWords, options: RenderOptions): string[] {
  return [
    words.counts,
    `fail-on-severity: ${options.gate}`,
    ...(view.escalated.length === 0 ? [] : [`Severity raised: ${view.escalated.length}`]),
    ...(view.notComparable.length === 0 ? [] : [`Not comparable: ${view.notComparable.length}`]),
    ...(hasSuppressed(view.suppressed) ? [`Suppressed: ${escapeMarkdown(describeSuppressed(view.suppressed))}`] : []),
  ];
}

function tableRow(finding: Finding, base: LinkBase): string {
  const tags = finding.complianceTags.map(escapeMarkdown).join(' · ');
  const title = `${titleOf(finding)}${tags === '' ? '' : `<br><sub>${tags}</sub>`}`;
  return `| ${severityOf(finding)} | ${escapeMarkdown(finding.scanner)} | ${title} | ${linkedPlace(finding, base, true)} |`;
}

function detailLists(
  view: ChangeView,
  words: CommentWords,
  links: { readonly head: LinkBase; readonly base: LinkBase },
  options: RenderOptions,
): Details[] {
  const bullets = (findings: readonly Finding[], base = links.head, withRemediation = false) =>
    findings.map((finding) => bulletOf(finding, base, withRemediation));
  const explained = keptOf(view.added).filter(
    (finding) => (finding.remediation ?? '') !== '' || finding.description !== '',
  );
  const removed = keptOf(view.removed);
  const suppressed = options.showSuppressed ? [...view.added, ...view.removed] : [];
  return [
    { summary: 'Details and remediation', items: bullets(explained, links.head, true) },
    { summary: `${view.escalated.length} with a raised severity`, items: bullets(view.escalated) },
    { summary: `${removed.length} ${words.removed}`, items: bullets(removed, links.base) },
    ...[...view.suppressed.keys()].map((reason) => {
      const findings = suppressed.filter((finding) => suppressionOf(finding) === reason);
      return { summary: `${findings.length} suppressed: ${escapeMarkdown(reason)}`, items: bullets(findings) };
    }),
    { summary: `${view.notComparable.length} not comparable`, items: bullets(view.notComparable) },
  ];
}
