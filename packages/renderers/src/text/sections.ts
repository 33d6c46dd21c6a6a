import type { Finding, ScannerRun } from '@securescan/model';
import { suppressionOf } from '../finding/suppression.ts';
import { describeGap, findGaps } from '../scanner-gaps.ts';
import { toVisibleLine } from '../visible.ts';
import { findingLine, type Columns, type LineStyle } from './lines.ts';

/** A heading and indented lines; nothing when there are no lines. */
export function section(heading: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [[heading, ...lines].join('\n')];
}

/** Suppressed findings, one group per reason in the order of first appearance of the known reasons. */
export function suppressedSections(
  findings: readonly Finding[],
  reasons: Iterable<string>,
  columns: Columns,
  style: LineStyle,
): string[] {
  return [...reasons].flatMap((reason) =>
    section(
      `[SUPPRESSED:${toVisibleLine(reason)}]`,
      findings
        .filter((finding) => suppressionOf(finding) === reason)
        .map((finding) => findingLine(finding, columns, style, '  ')),
    ),
  );
}

/** What the scanners left out, and sentences about the whole run. */
export function gapSections(scanners: readonly ScannerRun[], notices: readonly string[]): string[] {
  return [
    ...section(
      'Not looked at',
      findGaps(scanners).map((gap) => `  ${toVisibleLine(describeGap(gap))}`),
    ),
    ...section(
      'Notices',
      notices.map((notice) => `  ${toVisibleLine(notice)}`),
    ),
  ];
}
