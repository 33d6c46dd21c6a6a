import type { StoredScan } from '@securescan/store';
import { SecureScanError, ScanStatus, describeError } from '@securescan/model';
import { z } from 'zod';
import type { Io } from '../io/io.ts';
import type { Server } from './server-options.ts';

const TIMEOUT_MS = 15_000;

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
  const url = new URL(path, server.url);
  const response = await fetch(url, {
    headers: { accept: 'application/json', ...(server.apiKey === null ? {} : { 'X-API-Key': server.apiKey }) },
    redirect: 'error',
    signal: AbortSignal.any([io.signal, AbortSignal.timeout(TIMEOUT_MS)]),
  }).catch((error: unknown) => {
    const why = error instanceof Error && error.cause instanceof Error ? error.cause.message : describeError(error);
    throw new SecureScanError('E_NETWORK', `cannot reach ${url.origin}: ${why}; is the server running there?`, {
      cause: error,
    });
  });
  if (response.status === 401 || response.status === 403) {
    const advice =
      server.apiKey === null ? 'set SECURESCAN_API_KEY' : 'the key is not valid there, or lacks the read scope';
    throw new SecureScanError('E_NETWORK', `${url.origin} refused access (${response.status}); ${advice}`);
  }
  if (!response.ok) throw new SecureScanError('E_NETWORK', `${url.origin} answered ${response.status} for ${path}`);
  return response.json().catch((error: unknown) => {
    throw new SecureScanError('E_NETWORK', `${url.origin} did not answer with JSON for ${path}`, { cause: error });
  });
}
