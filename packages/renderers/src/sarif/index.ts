import type { ChangeReport, Finding, ScanResult } from '@securescan/model';
import { sortForOutput } from '../finding/order.ts';
import { selectShown } from '../finding/suppression.ts';
import type { RenderOptions, Renderer, Rendering } from '../renderer.ts';
import { single } from '../rendering.ts';
import { writeLog, type Invocation } from './log.ts';
import { notificationsOf } from './notifications.ts';
import { groupOccurrences } from './occurrences.ts';
import type { Occurrences } from './result.ts';

/** GitHub shows at most this many results of one analysis. */
const MAX_RESULTS = 5000;

/** Findings for code hosts and editors; of a change the new ones. */
export const sarif = {
  id: 'sarif',
  description: 'SARIF 2.1.0 for code hosts and editors',
  contentType: 'application/sarif+json; charset=utf-8',
  extension: 'sarif',
  binary: false,
  renderScan: (result: ScanResult, options) =>
    renderSarif(
      result.findings,
      {
        executionSuccessful: result.status === 'completed',
        ...notificationsOf(result.scanners, result.notices),
      },
      options,
    ),
  renderChange: (report: ChangeReport, options) =>
    renderSarif(
      report.added,
      {
        executionSuccessful: true,
        ...notificationsOf(report.scanners, report.notices),
        properties: {
          diffMode: true,
          ...(report.base === null ? {} : { baseRef: report.base }),
          ...(report.head === null ? {} : { headRef: report.head }),
        },
      },
      options,
    ),
} as const satisfies Renderer;

/** Most severe first, in as many files as the limit asks for; each file is complete in itself. */
function renderSarif(findings: readonly Finding[], invocation: Invocation, options: RenderOptions): Rendering {
  const groups = groupOccurrences(sortForOutput(selectShown(findings, options)));
  const chunks = split(groups);
  if (chunks.length === 1) return single(writeLog(groups, invocation, options, null));
  const notice = `SARIF: ${groups.length} results are split into ${chunks.length} files of at most ${MAX_RESULTS}, most severe first.`;
  return {
    parts: chunks.map((chunk, index) => ({
      suffix: index === 0 ? '' : `-${index + 1}`,
      get content() {
        return writeLog(chunk, invocation, options, `securescan/part-${index + 1}/`);
      },
    })),
    notices: [notice],
  };
}

function split(groups: readonly Occurrences[]): (readonly Occurrences[])[] {
  if (groups.length <= MAX_RESULTS) return [groups];
  return Array.from({ length: Math.ceil(groups.length / MAX_RESULTS) }, (_, index) =>
    groups.slice(index * MAX_RESULTS, (index + 1) * MAX_RESULTS),
  );
}
