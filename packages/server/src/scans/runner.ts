import { availableParallelism } from 'node:os';
import type { Environment } from '@securescan/host';
import { killStrayTools, toChildEnvironment } from '@securescan/host';
import { describeError } from '@securescan/model';
import type { ScanRecord } from '@securescan/store';
import type { ServerDeps } from '../deps.ts';
import type { Job } from '../jobs/job.ts';
import type { Timers } from '../time/timers.ts';
import { recoverScans, settleInterrupted } from './interrupted.ts';
import { HEARTBEAT_MS, nameOwner, toLeaseEnd } from './owner.ts';
import type { FromScanProcess } from './protocol.ts';
import { EXIT_LOST } from './protocol.ts';
import { purgeScan } from './purge.ts';
import type { ChildEnd, ScanChild } from './scan-child.ts';
import { startScanChild } from './scan-child.ts';

/** How often the queue is looked at when no wake-up comes: other processes queue and cancel too. */
const POLL_MS = 1000;
const DEFAULT_MEMORY_MB = 2048;

export interface ScanRunnerOptions {
  /** The server's environment; scans and tools see the allow-listed part of it. */
  readonly environment: Environment;
  readonly timers: Timers;
  /** Limit of the heap of one scan's process; default 2048. */
  readonly memoryMb?: number;
  /** Module of a scan's process; default the one beside this. */
  readonly entry?: URL;
}

interface RunningScan {
  readonly scan: ScanRecord;
  readonly child: ScanChild;
  isCancelled: boolean;
}

/**
 * Runs pending scans in the order they were asked for, each in a process of its own, at most `config.scans.maxConcurrent` at once.
 * Keeps their leases, passes on cancellations, and deals with scans whose process or server died.
 */
export function createScanRunner(deps: ServerDeps, options: ScanRunnerOptions): Job {
  const { store, clock, wakeups, config } = deps;
  const { timers } = options;
  const log = deps.log.child({ logger: 'securescan.scan' });
  const owner = nameOwner(deps.newId());
  const running = new Map<string, RunningScan>();
  /** Ends that are being dealt with. */
  const settling = new Set<Promise<void>>();
  let starting: Promise<void> | undefined;
  let isOpen = false;
  let isStopping = false;
  let isHealthy = true;
  let pumping: Promise<void> | undefined;
  let isDirty = false;
  let cancelPoll = (): void => undefined;
  let cancelBeat = (): void => undefined;
  let stopListening = (): void => undefined;

  /** Looks at cancellations and at the queue; calls that come meanwhile cause one more look. */
  function pump(): void {
    isDirty = true;
    pumping ??= (async () => {
      while (isDirty) {
        isDirty = false;
        await guarded('the queue cannot be read', look);
      }
      pumping = undefined;
    })();
  }

  async function guarded(message: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
      isHealthy = true;
    } catch (error) {
      if (isHealthy) log.error({ error: describeError(error) }, message);
      isHealthy = false;
    }
  }

  async function look(): Promise<void> {
    if (running.size > 0) await passOnCancellations();
    while (hasRoom()) {
      // Reading first: claiming takes the write lock.
      const [next] = await store.scans.listQueue(1);
      if (next === undefined) return;
      const now = clock.now();
      const claim = { owner, leaseUntil: toLeaseEnd(now), at: now.toISOString() };
      const scan = await store.transaction(({ scans }) => scans.claimNext(claim));
      if (scan === undefined) return;
      start(scan);
    }
  }

  function hasRoom(): boolean {
    return isOpen && running.size < config.scans.maxConcurrent;
  }

  async function passOnCancellations(): Promise<void> {
    for (const scan of await store.scans.findMany([...running.keys()])) {
      const mine = running.get(scan.id);
      if (mine === undefined || mine.isCancelled) continue;
      const isOver = scan.status !== 'running' || scan.owner !== owner;
      if (!scan.cancelRequested && !isOver) continue;
      mine.isCancelled = true;
      mine.child.cancel();
    }
  }

  function start(scan: ScanRecord): void {
    const environment = {
      ...toChildEnvironment(options.environment),
      ...pick(options.environment, ['SECURESCAN_CACHE_DIR']),
    };
    const child = startScanChild(
      {
        fence: { scanId: scan.id, owner, attempt: scan.attempt },
        database: config.database,
        environment,
        settings: config.scans,
        toolsDirectory: config.tools.directory,
        parallelism: Math.max(2, Math.ceil(availableParallelism() / config.scans.maxConcurrent)),
        aiKey: config.ai?.groqKey ?? null,
        fakeNow: config.fakeNow,
      },
      {
        entry: options.entry ?? findEntry(),
        environment,
        memoryMb: options.memoryMb ?? DEFAULT_MEMORY_MB,
        onMessage: (message) => take(scan.id, message),
      },
    );
    running.set(scan.id, { scan, child, isCancelled: false });
    const settled = child.ended.then((end) => settle(scan, end)).finally(() => settling.delete(settled));
    settling.add(settled);
    log.info({ scanId: scan.id, attempt: scan.attempt, pid: child.pid }, 'scan started');
    wakeups.scanChanged(scan.id);
    // A cancellation may have come between the claim and now.
    pump();
  }

  function take(scanId: string, message: FromScanProcess): void {
    if (message.type === 'log') {
      log[message.level](message.fields, message.message);
      return;
    }
    wakeups.scanChanged(scanId);
    if (message.hasDeliveries) wakeups.deliveriesDue();
  }

  /** What is left to do when the process of a scan has ended, in whatever way. */
  async function settle(scan: ScanRecord, { exitCode, signal, stderr }: ChildEnd): Promise<void> {
    const isCrash = exitCode !== 0 && exitCode !== EXIT_LOST && !isStopping;
    if (isCrash) log.error({ scanId: scan.id, exitCode, signal, stderr }, 'the process of a scan ended unexpectedly');
    if (exitCode !== 0) await killStrayTools();
    const reason = isStopping
      ? 'Interrupted by server shutdown'
      : `The process of the scan ended unexpectedly (${signal ?? `exit status ${String(exitCode)}`})`;
    // Most often the scan has ended and nothing is left to do. A database that is away leaves the rest to the recovery.
    await guarded('an ended scan cannot be settled', () =>
      settleInterrupted({ ...deps, log }, { ...scan, owner }, { reason, isOurDoing: isStopping }),
    );
    running.delete(scan.id);
    wakeups.scanChanged(scan.id);
    pump();
  }

  /** Renews our promise, and looks for scans of others who did not renew theirs. */
  async function beat(): Promise<void> {
    await guarded('leases cannot be renewed', async () => {
      if (running.size > 0) await store.transaction(({ scans }) => scans.extendLeases(owner, toLeaseEnd(clock.now())));
      await recover();
    });
    if (isOpen || running.size > 0) cancelBeat = timers.after(HEARTBEAT_MS, () => void beat());
  }

  /** Scans of the dead, and our own that no process of ours runs: their settling had failed. */
  async function recover(): Promise<void> {
    await recoverScans({ ...deps, log });
    for (const scan of await store.scans.listRunning()) {
      if (scan.owner === owner && !running.has(scan.id))
        await settleInterrupted({ ...deps, log }, scan, { reason: 'Interrupted by server restart' });
    }
  }

  function poll(): void {
    pump();
    cancelPoll = timers.after(POLL_MS, poll);
  }

  return {
    name: 'scan runner',
    isHealthy: () => isOpen && isHealthy,

    start() {
      starting ??= (async () => {
        isStopping = false;
        await killStrayTools();
        await recover();
        isOpen = true;
        stopListening = wakeups.onScansQueued(pump);
        poll();
        cancelBeat = timers.after(HEARTBEAT_MS, () => void beat());
        for (const id of await store.scans.listHidden()) await purgeScan(store, id);
      })();
      return starting;
    },

    async stop(deadline) {
      isOpen = false;
      await starting?.catch(() => undefined);
      isOpen = false;
      stopListening();
      await pumping;
      const cut = (): void => {
        isStopping = true;
        for (const { child } of running.values()) child.terminate();
      };
      // Cancellations still have to reach the scans that are allowed to finish, and their leases to be renewed.
      stopListening = wakeups.onScansQueued(pump);
      if (deadline.aborted) cut();
      deadline.addEventListener('abort', cut, { once: true });
      while (settling.size > 0) await Promise.all(settling);
      deadline.removeEventListener('abort', cut);
      stopListening();
      cancelPoll();
      cancelBeat();
      await pumping;
      starting = undefined;
    },
  };
}

function pick(environment: Environment, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (environment[name] ? [[name, environment[name]]] : [])));
}

/** Beside the bundle when built, else the source. */
function findEntry(): URL {
  const isBuilt = !import.meta.url.endsWith('.ts');
  return isBuilt ? new URL('./scan-process.mjs', import.meta.url) : new URL('./scan-process.ts', import.meta.url);
}
