import type { StoredScan } from '@securescan/store';
import { SecureScanError, ScanStatus } from '@securescan/model';
import { z } from 'zod';
import type { Io } from '../io/io.ts';
import type { Server } from './server-options.ts';
import { askServer } from './server-request.ts';

/** The part of a scan on the wire that the history shows. */
const RemoteScan = z.object({
  id: z.string(),
  target_path: z.string().optional(),
  target: z.string().optional(),
  scan_types: z.array(z.string()).default([]),
  status: ScanStatus,
  created_at: z.string().nullish(),
  started_at: z.string().nullish(),
  completed_at: z.string().nullish(),
  findings_count: z.number().nullish(),
  risk_score: z.number().nullish(),
  error: z.string().nullish(),
});
const RemoteScans = z.union([
  z.array(RemoteScan),
  z.object({ items: z.array(RemoteScan) }).transform(({ items }) => items),
]);

/** Scans known to a server, newest first, filtered as `history` asks. */
export async function fetchScans(
  server: Server,
  filter: { readonly limit: number; readonly status?: ScanStatus; readonly target?: string },
  io: Io,
): Promise<readonly StoredScan[]> {
  const scans = RemoteScans.safeParse(await fetchJson(server, '/api/v1/scans', io));
  if (!scans.success)
    throw new SecureScanError('E_NETWORK', `${server.url.origin} did not answer with a list of scans`);
  return scans.data
    .map((scan): StoredScan => ({
      id: scan.id,
      target: scan.target_path ?? scan.target ?? '',
      scanTypes: scan.scan_types,
      status: scan.status,
      createdAt: scan.created_at ?? scan.started_at ?? '',
      startedAt: scan.started_at ?? null,
      completedAt: scan.completed_at ?? null,
      findingsCount: scan.findings_count ?? 0,
      riskScore: scan.risk_score ?? null,
      error: scan.error ?? null,
      origin: 'api',
    }))
    .filter(({ status, target }) => (filter.status ?? status) === status && target.includes(filter.target ?? ''))
    .slice(0, filter.limit);
}

/**
 * JSON answer of a server.
 * @throws SecureScanError E_NETWORK naming the address, the status and what to do
 */
export async function fetchJson(server: Server, path: string, io: Io): Promise<unknown> {
  const { origin } = server.url;
  const { status, body } = await askServer(server, path, io);
  if (status === 401 || status === 403) {
    const advice =
      server.apiKey === null ? 'set SECURESCAN_API_KEY' : 'the key is not valid there, or lacks the read scope';
    throw new SecureScanError('E_NETWORK', `${origin} refused access (${status}); ${advice}`);
  }
  if (status < 200 || status >= 300) throw new SecureScanError('E_NETWORK', `${origin} answered ${status} for ${path}`);
  try {
    return JSON.parse(body);
  } catch (error) {
    throw new SecureScanError('E_NETWORK', `${origin} did not answer with JSON for ${path}`, { cause: error });
  }
}
