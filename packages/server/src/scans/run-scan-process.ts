import { randomUUID } from 'node:crypto';
import { constants, setPriority } from 'node:os';
import type { Logger } from '@securescan/core';
import { createClock, createMachine } from '@securescan/host';
import { describeError } from '@securescan/model';
import { fileChecks } from '@securescan/scanners';
import { openStore } from '@securescan/store';
import { LostScan } from './journal.ts';
import { toNetworkPolicy } from './network-policy.ts';
import { performScan } from './perform-scan.ts';
import type { FromScanProcess, ScanJob, ToScanProcess } from './protocol.ts';
import { EXIT_LOST, EXIT_STOPPED } from './protocol.ts';

/** Time between TERM and KILL for tools: who cancels does not want to wait. */
const TOOL_GRACE_MS = 500;

/**
 * Body of the process that runs one scan. It starts with the first message and ends with the scan, or with its parent: whatever
 * tools run then are ended by the exit handlers of `host`.
 */
export function runScanProcess(self: NodeJS.Process): void {
  const cancelled = new AbortController();
  self.on('message', (message: ToScanProcess) => {
    if (message.type === 'cancel') cancelled.abort();
    else if (message.type === 'stop') self.exit(EXIT_STOPPED);
    else void main(self, message.job, cancelled.signal);
  });
  self.on('disconnect', () => {
    self.exit(EXIT_STOPPED);
  });
  // Ctrl-C and service managers signal the whole group; what becomes of a running scan is for the parent to say.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) self.on(signal, () => undefined);
}

async function main(self: NodeJS.Process, job: ScanJob, signal: AbortSignal): Promise<void> {
  const send = (message: FromScanProcess): void => {
    // The parent may have gone; then `disconnect` follows.
    if (self.connected) self.send?.(message, () => undefined);
  };
  const log = createLogger(send, { scanId: job.fence.scanId });
  beModest();
  let exitCode = 0;
  try {
    const clock = createClock(job.fakeNow ?? undefined);
    await using machine = createMachine({
      environment: job.environment,
      log,
      clock,
      fileCheckWorker: findWorker(),
      fileChecks,
      toolsDirectory: job.toolsDirectory,
      jail: job.settings.jail,
      toolGraceMs: TOOL_GRACE_MS,
      network: toNetworkPolicy(job.settings),
    });
    await using store = await openStore(job.database, () => clock.now());
    await performScan(job, {
      store,
      machine,
      signal,
      // allow(ambient-random): ids of notifications; a parent could not hand them out in advance.
      newId: () => randomUUID(),
      onCommit: (hasDeliveries) => {
        send({ type: 'changed', hasDeliveries });
      },
    });
  } catch (error) {
    exitCode = error instanceof LostScan ? EXIT_LOST : 1;
    if (!(error instanceof LostScan))
      log.error({ error: describeError(error) }, 'the scan could not be brought to its end');
  }
  // Everything has been written; whatever a scanner left open must not keep the process.
  self.exit(exitCode);
}

/** Requests come before scans. */
function beModest(): void {
  try {
    setPriority(constants.priority.PRIORITY_LOW);
  } catch {
    // Some systems do not allow it; then not.
  }
}

/** Beside the bundle when built, else the source. */
function findWorker(): URL {
  const isBuilt = !import.meta.url.endsWith('.ts');
  return isBuilt
    ? new URL('./file-check-worker.mjs', import.meta.url)
    : new URL('./file-check-worker.ts', import.meta.url);
}

function createLogger(send: (message: FromScanProcess) => void, context: Readonly<Record<string, unknown>>): Logger {
  const write =
    (level: 'debug' | 'info' | 'warn' | 'error') => (fields: Readonly<Record<string, unknown>>, message: string) => {
      send({ type: 'log', level, fields: { ...context, ...fields }, message });
    };
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    child: (fields) => createLogger(send, { ...context, ...fields }),
  };
}
