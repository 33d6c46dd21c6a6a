import type { Machine, ToolStatus } from '@securescan/core';
import { describeError } from '@securescan/model';
import { z } from 'zod';
import type { Io } from '../io/io.ts';
import { readScannerOptions } from './open-machine.ts';

const TIMEOUT_MS = 3000;
const Version = z.object({ version: z.string() });

/** Asks the ZAP daemon for its version; it is a server and no program on PATH. */
export async function readZapState(machine: Machine, io: Io): Promise<ToolStatus> {
  const { address = '', apiKey = '' } = readScannerOptions(io, { hostProbes: false }).zap ?? {};
  try {
    const { status, body } = await machine.http.request(new URL('/JSON/core/view/version/', address).href, {
      headers: apiKey === '' ? {} : { 'X-ZAP-API-Key': apiKey },
      timeoutMs: TIMEOUT_MS,
      signal: io.signal,
    });
    const answer = Version.safeParse(status === 200 ? JSON.parse(body) : null);
    if (answer.success) return { state: 'ready', path: address, version: answer.data.version, source: 'configured' };
    return { state: 'broken', path: address, message: `answers ${status}; check SECURESCAN_ZAP_API_KEY` };
  } catch (error) {
    return { state: 'broken', path: address, message: describeError(error) };
  }
}
