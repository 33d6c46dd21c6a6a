import { recordAudit } from '../../audit/record.ts';
import type { Principal } from '../../auth/principal.ts';
import { requireProject } from '../../auth/projects.ts';
import type { ServerDeps } from '../../deps.ts';
import type { Handler } from '../../http/handler.ts';
import { HttpProblem, InputProblem } from '../../problem/http-problem.ts';
import type { TargetPolicy } from '../../scans/target-policy.ts';
import { checkTarget } from '../../scans/target-policy.ts';
import { hashRequest, IDEMPOTENCY_MS, readIdempotencyKey, toReuseProblem } from './idempotency.ts';
import { presentScan } from './present.ts';
import { readQueue } from './scan-texts.ts';

const RETRY_AFTER_S = '10';

/** Checks what is asked for and puts it into the queue. */
export function createCreateScan(deps: ServerDeps, policy: TargetPolicy): Handler<'createScan'> {
  const { store, clock, wakeups, stopping } = deps;
  return async ({ body }, request) => {
    if (stopping.aborted) {
      throw new HttpProblem(503, 'The server is shutting down', { headers: { 'Retry-After': RETRY_AFTER_S } });
    }
    const { principal } = request;
    const project = chooseProject(principal, body.project ?? null);
    requireProject(principal, project);
    const key = readIdempotencyKey(request.headers);
    const allowed = await checkTarget({ path: body.target_path, url: body.target_url, host: body.target_host }, policy);
    const now = clock.now();
    const id = deps.newId();
    const requestHash = hashRequest([body.target_path, body.scan_types, body.target_url, body.target_host, project]);

    const scanId = await store.transaction(async (repositories) => {
      const { scans } = repositories;
      if (key !== null) {
        const remembered = await scans.remember({
          principal: principal.id,
          key,
          requestHash,
          scanId: id,
          at: now.toISOString(),
          keptSince: new Date(now.getTime() - IDEMPOTENCY_MS).toISOString(),
        });
        if (remembered.kind === 'known') {
          if (remembered.requestHash !== requestHash) throw toReuseProblem(key);
          return remembered.scanId;
        }
      }
      await scans.create({
        id,
        createdAt: now.toISOString(),
        target: allowed.path,
        targetKind: allowed.kind,
        targetUrl: body.target_url,
        targetHost: body.target_host,
        project,
        scanTypes: body.scan_types,
        requestId: request.requestId,
        createdBy: principal.id,
      });
      const details = { target: allowed.path, scan_types: body.scan_types };
      await recordAudit(
        repositories,
        request,
        { action: 'scan.start', target: { type: 'scan', id }, project, details },
        deps,
      );
      return id;
    });
    wakeups.scansQueued();
    const scan = await store.scans.find(scanId);
    if (scan === undefined) throw new HttpProblem(503, 'The scan was deleted meanwhile');
    const position = scan.status === 'pending' ? ((await readQueue(store)).get(scanId) ?? null) : null;
    return { json: presentScan(scan, await store.scans.listScanners([scanId]), position) };
  };
}

/** The project that is asked for, else the only one of the key, else none where the key may write there. */
function chooseProject({ projects }: Principal, wanted: string | null): string {
  if (wanted !== null) return wanted;
  if (projects === null || projects.includes('')) return '';
  const [only, ...more] = projects;
  if (only !== undefined && more.length === 0) return only;
  throw new InputProblem([
    {
      type: 'missing',
      loc: ['body', 'project'],
      msg: 'Field required, since this key writes to several projects',
      input: null,
    },
  ]);
}
