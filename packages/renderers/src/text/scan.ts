import type { ScanResult } from '@securescan/model';
import { wrapToWidth } from '../display-width.ts';
import { keptOf } from '../finding/change-view.ts';
import { sortForOutput } from '../finding/order.ts';
import { countSuppressed, describeSuppressed, hasSuppressed, selectShown } from '../finding/suppression.ts';
import type { RenderOptions } from '../renderer.ts';
import { hasLooked } from '../scanner-gaps.ts';
import { toVisibleLine } from '../visible.ts';
import { describeCounts, formatScore, plural } from '../wording.ts';
import { findingLine, measureColumns } from './lines.ts';
import { gapSections, suppressedSections } from './sections.ts';

/** The plain report of a scan: findings, suppressed ones, what was not looked at, summary. */
export function renderScanText(result: ScanResult, options: RenderOptions): string {
  const shown = sortForOutput(selectShown(result.findings, options));
  const kept = keptOf(shown);
  const columns = measureColumns(shown);
  const suppressed = countSuppressed(result.findings);
  const list =
    kept.length > 0 ? kept.map((finding) => findingLine(finding, columns, options)).join('\n') : emptyText(result);
  const parts = [
    list,
    ...suppressedSections(shown, suppressed.keys(), columns, options),
    ...gapSections(result.scanners, result.notices, options.width),
    summaryText(result, suppressed, options),
    ...(result.aiSummary === null ? [] : [aiText(result.aiSummary, options.width)]),
  ];
  return `${parts.join('\n\n')}\n`;
}

function emptyText(result: ScanResult): string {
  return hasLooked(result.scanners) ? 'No findings.' : 'No findings, because no scanner looked at the target.';
}

function summaryText(result: ScanResult, suppressed: ReadonlyMap<string, number>, options: RenderOptions): string {
  const { total, counts, riskScore } = result.summary;
  return [
    'Summary',
    ...(result.status === 'completed' ? [] : [`  Status: ${statusText(result)}`]),
    `  Total: ${plural(total, 'finding')} (${describeCounts(counts)})`,
    ...(hasSuppressed(suppressed) ? [`  Suppressed: ${describeSuppressed(suppressed)}`] : []),
    `  Risk score: ${formatScore(riskScore)}`,
    `  fail-on-severity: ${options.gate}`,
  ].join('\n');
}

function statusText({ status, failure }: ScanResult): string {
  return failure === undefined ? status : `${status}: ${toVisibleLine(failure.message)}`;
}

function aiText(summary: string, width: number | null): string {
  const text = `AI summary: ${toVisibleLine(summary)}`;
  return width === null ? text : wrapToWidth(text, width).join('\n');
}
