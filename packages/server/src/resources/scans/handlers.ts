import type { scanRoutes } from '@securescan/contract';
import type { ScanRecord } from '@securescan/store';
import { recordAudit } from '../../audit/record.ts';
import type { Principal } from '../../auth/principal.ts';
import { maySee } from '../../auth/projects.ts';
import type { ServerDeps } from '../../deps.ts';
import type { EventStreams } from '../../events/streams.ts';
import { EVENT_TOKEN_TTL_S, mintEventToken } from '../../events/token.ts';
import type { Handlers, RoutesOf } from '../../http/handler.ts';
import { conflict, notFound } from '../../problem/http-problem.ts';
import { purgeScan } from '../../scans/purge.ts';
import type { TargetPolicy } from '../../scans/target-policy.ts';
import type { Timers } from '../../time/timers.ts';
import { createCancelScan } from './cancel-scan.ts';
import { createCreateScan } from './create-scan.ts';
import { createListScans } from './list-scans.ts';
import { presentScan, presentSummary } from './present.ts';
import { readQueue } from './scan-texts.ts';

/** Routes of scans that other resources handle. */
type Elsewhere = 'compareScans' | 'listFindings' | 'countFindings' | 'getScanReport' | 'getScanSbom';

export type ScanHandlers = Handlers<Exclude<RoutesOf<typeof scanRoutes>, Elsewhere>>;

/** What scans need beside what all resources have. */
export interface ScanParts {
  readonly streams: EventStreams;
  readonly eventTokenSecret: Uint8Array;
  readonly timers: Timers;
  /** Where relative target paths start: the server's working directory. */
  readonly cwd: string;
  /** Addresses of a name; default the system's resolver. */
  readonly lookUp?: TargetPolicy['lookUp'];
}

export function createScanHandlers(deps: ServerDeps, parts: ScanParts): ScanHandlers {
  const { store, clock, config } = deps;
  const policy: TargetPolicy = {
    roots: config.scans.roots,
    allowPrivate: config.scans.allowPrivateTargets,
    cwd: parts.cwd,
    ...(parts.lookUp === undefined ? {} : { lookUp: parts.lookUp }),
  };

  /** One scan that the principal may see; what it may not see does not exist. */
  async function findScan(id: string, principal: Principal): Promise<ScanRecord> {
    const scan = await store.scans.find(id);
    if (scan === undefined || !maySee(principal, scan.project)) throw notFound('Scan not found');
    return scan;
  }

  return {
    createScan: createCreateScan(deps, policy),
    listScans: createListScans(store),
    cancelScan: createCancelScan(deps, parts.timers),

    async getScan({ params }, { principal }) {
      const scan = await findScan(params.scan_id, principal);
      const position = scan.status === 'pending' ? ((await readQueue(store)).get(scan.id) ?? null) : null;
      return { json: presentScan(scan, await store.scans.listScanners([scan.id]), position) };
    },

    async getScanSummary({ params }, { principal }) {
      const scan = await findScan(params.scan_id, principal);
      return { json: presentSummary(scan, await store.scans.listScanners([scan.id])) };
    },

    async deleteScan({ params: { scan_id: id } }, request) {
      await store.transaction(async (repositories) => {
        const scan = await repositories.scans.lock(id);
        if (scan === undefined || !maySee(request.principal, scan.project)) throw notFound('Scan not found');
        if (scan.status === 'pending' || scan.status === 'running')
          throw conflict(`Cannot delete scan in '${scan.status}' state; cancel it first`);
        const { project } = scan;
        const details = { target: scan.target, findings_count: scan.findingsCount };
        const target = { type: 'scan', id };
        await recordAudit(repositories, request, { action: 'scan.delete', target, project, details }, deps);
        await repositories.scans.hide(id);
      });
      await purgeScan(store, id);
      return { empty: true };
    },

    async createEventToken({ params }, { principal }) {
      const { id: scanId } = await findScan(params.scan_id, principal);
      const expiresAt = Math.floor(clock.now().getTime() / 1000) + EVENT_TOKEN_TTL_S;
      const token = mintEventToken(parts.eventTokenSecret, { scanId, keyId: principal.id, expiresAt });
      return { json: { token, expires_in: EVENT_TOKEN_TTL_S }, headers: { 'Cache-Control': 'no-store' } };
    },

    async streamScanEvents({ params }, request) {
      const { id } = await findScan(params.scan_id, request.principal);
      const { principal, headers } = request;
      parts.streams.requireRoom(principal);
      return {
        stream: (response) => {
          parts.streams.open(response, { scanId: id, principal, lastEventId: headers['last-event-id'] ?? null });
        },
      };
    },
  };
}
