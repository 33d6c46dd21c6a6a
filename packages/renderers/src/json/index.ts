import { toFindingJson, type ChangeReport, type Finding, type ScannerRun, type ScanResult } from '@securescan/model';
import { viewChange } from '../finding/change-view.ts';
import { sortForOutput } from '../finding/order.ts';
import { selectShown } from '../finding/suppression.ts';
import type { RenderOptions, Renderer } from '../renderer.ts';
import { single } from '../rendering.ts';
import { contentScanId } from './scan-id.ts';

/** Findings for programs: an array for a scan, an object for a change. */
export const json = {
  id: 'json',
  description: 'Findings for programs; what diff and compare read back',
  contentType: 'application/json; charset=utf-8',
  extension: 'json',
  binary: false,
  renderScan: (result, options) => single(renderScanJson(result, options)),
  renderChange: (report, options) => single(renderChangeJson(report, options)),
} as const satisfies Renderer;

function renderScanJson(result: ScanResult, options: RenderOptions): string {
  const all = sortForOutput(result.findings);
  return write(present(selectShown(all, options), contentScanId(all)));
}

function renderChangeJson(report: ChangeReport, options: RenderOptions): string {
  const view = viewChange(report, options);
  const newer = contentScanId(sortForOutput([...report.added, ...report.unchanged, ...report.notComparable]));
  const older = contentScanId(sortForOutput(report.removed));
  const suppressed = Object.fromEntries(view.suppressed);
  const gone = report.mode === 'diff' ? 'fixed' : 'disappeared';
  return write({
    new: present(view.added, newer),
    [gone]: present(view.removed, older),
    unchanged_count: view.unchanged.length,
    escalated: present(view.escalated, newer),
    not_comparable: present(view.notComparable, newer),
    base: report.base,
    head: report.head,
    base_sha: report.baseSha,
    head_sha: report.headSha,
    suppressed,
    scanners_run: report.scanners.filter((run) => run.outcome.status === 'completed').map((run) => run.scanner),
    scanners_skipped: report.scanners.flatMap(presentSkip),
    scanners_failed: report.scanners.flatMap(presentFailure),
    notices: report.notices,
  });
}

/** `scan_id` is made of the content, since a random one would make two scans of one tree differ. */
function present(findings: readonly Finding[], scanId: string) {
  return findings.map((finding) => ({ ...toFindingJson(finding), scan_id: scanId }));
}

function presentSkip({ scanner, outcome }: ScannerRun) {
  if (outcome.status !== 'skipped') return [];
  return [{ name: scanner, reason: outcome.reason, install_hint: outcome.installHint }];
}

function presentFailure({ scanner, outcome }: ScannerRun) {
  if (outcome.status === 'failed') return [{ name: scanner, code: outcome.code, message: outcome.message }];
  return outcome.status === 'cancelled' ? [{ name: scanner, code: 'E_CANCELLED', message: 'cancelled' }] : [];
}

function write(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
