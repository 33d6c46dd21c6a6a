import type { ChangeReport, Finding } from '@securescan/model';
import { keptOf, viewChange, type ChangeView } from '../finding/change-view.ts';
import { placeOf } from '../finding/place.ts';
import { severityNote } from '../finding/severity-note.ts';
import { describeSuppressed, hasSuppressed, suppressionOf } from '../finding/suppression.ts';
import type { RenderOptions } from '../renderer.ts';
import { toVisibleLine } from '../visible.ts';
import { CHANGE_WORDS } from '../wording.ts';
import { findingLine, measureColumns } from './lines.ts';
import { gapSections, section, suppressedSections } from './sections.ts';

const LABEL_WIDTH = 22;

/** The plain report of a change: sections for `diff`, a headline and lists for `compare`. */
export function renderChangeText(report: ChangeReport, options: RenderOptions): string {
  const view = viewChange(report, options);
  const parts = report.mode === 'diff' ? diffParts(report, view, options) : compareParts(report, view, options);
  return `${parts.join('\n\n')}\n`;
}

function diffParts(report: ChangeReport, view: ChangeView, options: RenderOptions): string[] {
  const columns = measureColumns([...view.added, ...view.removed, ...view.escalated, ...view.notComparable]);
  const lines = (findings: readonly Finding[]) =>
    findings.map((finding) => findingLine(finding, columns, options, '  '));
  const changed = [
    ...section('[NEW]', lines(keptOf(view.added))),
    ...section('[ESCALATED]', lines(keptOf(view.escalated))),
    ...section('[FIXED]', lines(keptOf(view.removed))),
    ...suppressedSections([...view.added, ...view.removed], view.suppressed.keys(), columns, options),
    ...section('[NOT COMPARABLE]', lines(view.notComparable)),
  ];
  return [
    ...(changed.length === 0 ? [CHANGE_WORDS.diff.nothing] : changed),
    ...gapSections(report.scanners, report.notices, options.width),
    diffSummary(view, options),
  ];
}

function diffSummary(view: ChangeView, options: RenderOptions): string {
  const rows: [string, string | number][] = [
    ['NEW:', keptOf(view.added).length],
    ['FIXED:', keptOf(view.removed).length],
    ['UNCHANGED:', keptOf(view.unchanged).length],
  ];
  if (view.escalated.length > 0) rows.push(['ESCALATED:', keptOf(view.escalated).length]);
  if (view.notComparable.length > 0) rows.push(['NOT COMPARABLE:', view.notComparable.length]);
  if (hasSuppressed(view.suppressed)) rows.push(['Suppressed:', describeSuppressed(view.suppressed)]);
  rows.push(['fail-on-severity:', options.gate]);
  return ['Summary', ...rows.map(([label, value]) => `  ${label.padEnd(LABEL_WIDTH)}${value}`)].join('\n');
}

function compareParts(report: ChangeReport, view: ChangeView, options: RenderOptions): string[] {
  const words = CHANGE_WORDS.compare;
  const { headline } = words;
  const lists = [
    ...section(`${words.added}:`, view.added.map(compareLine)),
    ...section(`${words.removed}:`, view.removed.map(compareLine)),
    ...section('Severity raised since baseline:', view.escalated.map(compareLine)),
    ...section('Not comparable (scanner did not complete on both sides):', view.notComparable.map(compareLine)),
  ];
  return [
    `SecureScan compare: ${view.added.length} ${headline.added}, ${view.removed.length} ${headline.removed}, ${view.unchanged.length} ${headline.unchanged}`,
    ...(lists.length === 0 ? [words.nothing] : lists),
    ...gapSections(report.scanners, report.notices, options.width),
  ];
}

/** `  [MEDIUM] [SUPPRESSED:config] title (file:line)`. */
function compareLine(finding: Finding): string {
  const reason = suppressionOf(finding);
  const place = toVisibleLine(placeOf(finding));
  return [
    `  [${finding.severity.toUpperCase()}]`,
    ...(reason === null ? [] : [`[SUPPRESSED:${toVisibleLine(reason)}]`]),
    `${toVisibleLine(finding.title)}${severityNote(finding)}`,
    ...(place === '' ? [] : [`(${place})`]),
  ].join(' ');
}
