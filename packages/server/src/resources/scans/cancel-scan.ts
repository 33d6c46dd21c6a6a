import { recordAudit } from '../../audit/record.ts';
import { maySee } from '../../auth/projects.ts';
import type { ServerDeps } from '../../deps.ts';
import type { Handler } from '../../http/handler.ts';
import { conflict, notFound } from '../../problem/http-problem.ts';
import { CANCELLED_BY_USER, concludeScan, toEmptyEnd } from '../../scans/conclude.ts';
import { waitForEnd } from '../../scans/wait-for-end.ts';
import type { Timers } from '../../time/timers.ts';
import { presentScan } from './present.ts';

/** How long the process that runs a scan has to save what was found; after that the scan is ended without. */
const PATIENCE_MS = 5000;

/**
 * Cancels: a pending scan at once; a running one by asking its process, which ends the tools and keeps what finished scanners
 * found. The answer comes when the scan has ended.
 */
export function createCancelScan(deps: ServerDeps, timers: Timers): Handler<'cancelScan'> {
  const { store, clock, wakeups } = deps;
  return async ({ params: { scan_id: id } }, request) => {
    const running = await store.transaction(async (repositories) => {
      const scan = await repositories.scans.lock(id);
      if (scan === undefined || !maySee(request.principal, scan.project)) throw notFound('Scan not found');
      if (scan.status !== 'pending' && scan.status !== 'running')
        throw conflict(`Cannot cancel scan in '${scan.status}' state`);
      const target = { type: 'scan', id };
      await recordAudit(repositories, request, { action: 'scan.cancel', target, project: scan.project }, deps);
      if (scan.status === 'running') await repositories.scans.askToStop(id);
      else {
        const at = clock.now().toISOString();
        const end = toEmptyEnd('cancelled', at, CANCELLED_BY_USER, false);
        await concludeScan(repositories, id, end, { at, newId: deps.newId });
      }
      return scan.status === 'running';
    });
    wakeups.scansQueued();
    if (running && !(await waitForEnd(deps, id, PATIENCE_MS, timers))) await endByForce(id);
    wakeups.scanChanged(id);
    const scan = await store.scans.find(id);
    if (scan === undefined) throw notFound('Scan not found');
    return { json: presentScan(scan, await store.scans.listScanners([id]), null) };
  };

  /** Its process does not answer: from here on whatever it writes is refused. */
  async function endByForce(id: string): Promise<void> {
    await store.transaction(async (repositories) => {
      const scan = await repositories.scans.lock(id);
      if (scan?.status !== 'running') return;
      while ((await repositories.scans.removeFindings(id, 1000)) > 0);
      const at = clock.now().toISOString();
      await concludeScan(repositories, id, toEmptyEnd('cancelled', at, CANCELLED_BY_USER, true), {
        at,
        newId: deps.newId,
      });
    });
  }
}
