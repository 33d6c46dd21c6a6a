import type { Finding, ScannerRun } from '@securescan/model';
import { suppressionOf } from '../finding/suppression.ts';
import { cutToWidth, wrapToWidth } from '../display-width.ts';
import { describeGap, findGaps, type ScannerGap } from '../scanner-gaps.ts';
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
export function gapSections(
  scanners: readonly ScannerRun[],
  notices: readonly string[],
  width: number | null,
): string[] {
  return [
    ...section(
      'Not looked at',
      findGaps(scanners).map((gap) => gapLine(gap, width)),
    ),
    ...section(
      'Notices',
      notices.map((notice) => hangingLine(toVisibleLine(notice), width)),
    ),
  ];
}

/** A note is a detail and takes one line of a terminal; why a scanner did not look is told to the end. */
function gapLine(gap: ScannerGap, width: number | null): string {
  const line = toVisibleLine(describeGap(gap));
  return gap.kind === 'note' && width !== null ? cutToWidth(`  ${line}`, width) : hangingLine(line, width);
}

/** An indented line, broken at the edge of a terminal. */
function hangingLine(text: string, width: number | null): string {
  const lines = width === null ? [text] : wrapToWidth(text, width - 4);
  return `  ${lines.join('\n    ')}`;
}
