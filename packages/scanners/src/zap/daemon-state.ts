import type { Machine, ToolStatus } from '@securescan/core';
import { describeError } from '@securescan/model';
import { z } from 'zod';

const TIMEOUT_MS = 3000;
const Version = z.object({ version: z.string() });

/** Asks the ZAP daemon for its version; it is a server and no program on PATH. Never throws. */
export async function readDaemonState(
  { http }: Pick<Machine, 'http'>,
  { address, apiKey }: { readonly address: string; readonly apiKey: string },
  signal: AbortSignal,
): Promise<ToolStatus> {
  try {
    const { status, body } = await http.request(new URL('/JSON/core/view/version/', address).href, {
      headers: apiKey === '' ? {} : { 'X-ZAP-API-Key': apiKey },
      timeoutMs: TIMEOUT_MS,
      signal,
    });
    const answer = Version.safeParse(status === 200 ? JSON.parse(body) : null);
    if (answer.success) return { state: 'ready', path: address, version: answer.data.version, source: 'configured' };
    return { state: 'broken', path: address, message: `answers ${status}; check SECURESCAN_ZAP_API_KEY` };
  } catch (error) {
    return { state: 'broken', path: address, message: describeError(error) };
  }
}
