import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '@securescan/core';
import type { JsonObject, ScanEvent } from '@securescan/model';
import type { Repositories, ScanFence, ScannerRecord, ScanRecord, Store } from '@securescan/store';
import { holdsFence } from '@securescan/store';
import { toScannerNotice } from './notices.ts';
import { toSeconds, toShortError, toSkipWord } from './wire.ts';

/** A database that does not answer is asked that often, and after that long each time. */
const ATTEMPTS = 20;
const RETRY_MS = 500;

/** The scan belongs to somebody else by now, or has been ended from outside. */
export class LostScan extends Error {
  override readonly name = 'LostScan';
}

export interface JournalContext {
  readonly store: Store;
  readonly fence: ScanFence;
  readonly clock: Clock;
  readonly newId: () => string;
  /** Told after every commit. */
  onCommit(hasDeliveries: boolean): void;
  /** Told once when the scan is lost, or the database stays away. */
  onFailure(error: unknown): void;
}

type ScannerEvent = Extract<ScanEvent, { readonly scanner: string }>;

/** Writes what happens in a running scan: an event and the scanner's row in one transaction, in order, behind the scanning. */
export class Journal {
  readonly #context: JournalContext;
  #waiting: ScannerEvent[] = [];
  #writing: Promise<void> | undefined;
  #failure: { readonly error: unknown } | undefined;

  constructor(context: JournalContext) {
    this.#context = context;
  }

  /** Writes the rows of all scanners and the first event. */
  async begin(scanners: readonly ScannerRecord[], data: JsonObject): Promise<void> {
    await this.transact(async ({ scans, events }, scan) => {
      await scans.setScanners(scan.id, scanners);
      await events.append({
        scanId: scan.id,
        name: 'scan.start',
        data: { scan_id: scan.id, ...data },
        at: this.#now(),
      });
    });
    this.#context.onCommit(false);
  }

  record(event: ScannerEvent): void {
    this.#waiting.push(event);
    this.#writing ??= this.#drain();
  }

  /** Waits until everything recorded is written. @throws what kept it from being written */
  async flush(): Promise<void> {
    await this.#writing;
    if (this.#failure) throw this.#failure.error;
  }

  /**
   * A transaction on the scan while it is ours; repeated when the database does not answer.
   * @throws LostScan when the scan is not ours any more
   */
  async transact<T>(run: (repositories: Repositories, scan: ScanRecord) => Promise<T>): Promise<T> {
    const { store, fence } = this.#context;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await store.transaction(async (repositories) => {
          const scan = await repositories.scans.lock(fence.scanId);
          if (scan === undefined || !holdsFence(scan, fence)) throw new LostScan(`scan ${fence.scanId} is not ours`);
          return run(repositories, scan);
        });
      } catch (error) {
        if (error instanceof LostScan || attempt >= ATTEMPTS) throw error;
        await delay(RETRY_MS);
      }
    }
  }

  async #drain(): Promise<void> {
    try {
      while (this.#waiting.length > 0 && !this.#failure) {
        const batch = this.#waiting;
        this.#waiting = [];
        const deliveries = await this.transact(async (repositories, scan) => {
          const known = new Map((await repositories.scans.listScanners([scan.id])).map((row) => [row.scanner, row]));
          let count = 0;
          for (const event of batch) {
            const before = known.get(event.scanner);
            const row = before && advance(before, event);
            // The same again: the commit was done, but its answer got lost.
            if (!row || row.status === before.status) continue;
            known.set(row.scanner, row);
            count += await this.#write(repositories, scan, row, event);
          }
          return count;
        });
        this.#context.onCommit(deliveries > 0);
      }
    } catch (error) {
      this.#failure = { error };
      this.#context.onFailure(error);
    } finally {
      this.#writing = undefined;
    }
  }

  async #write(
    { scans, events, webhooks, notifications }: Repositories,
    scan: ScanRecord,
    row: ScannerRecord,
    event: ScannerEvent,
  ): Promise<number> {
    const at = this.#now();
    const data = toEventData(row, event);
    await scans.updateScanner(row);
    await events.append({ scanId: scan.id, name: event.type, data, at });
    if (event.type !== 'scanner.failed') return 0;
    const notice = toScannerNotice(scan, event.scanner, event.message);
    await notifications.add({ ...notice, id: this.#context.newId(), createdAt: at, readAt: null });
    return webhooks.enqueue('scanner.failed', data, at, this.#context.newId);
  }

  #now(): string {
    return this.#context.clock.now().toISOString();
  }
}

/** The row after the event. */
function advance(row: ScannerRecord, event: ScannerEvent): ScannerRecord {
  switch (event.type) {
    case 'scanner.start':
      return { ...row, status: 'running' };
    case 'scanner.skipped': {
      const { code = 'not-applicable', reason, installHint } = event;
      return { ...row, status: 'skipped', durationMs: 0, outcome: { status: 'skipped', code, reason, installHint } };
    }
    case 'scanner.complete': {
      const { durationMs, findingsCount, incomplete } = event;
      const outcome = { status: 'completed', findingsCount, notes: [], incomplete };
      return { ...row, status: 'completed', durationMs, outcome };
    }
    case 'scanner.failed': {
      const { durationMs, code, message } = event;
      return { ...row, status: 'failed', durationMs, outcome: { status: 'failed', code, message, details: {} } };
    }
    case 'scanner.cancelled':
      return { ...row, status: 'cancelled', durationMs: event.durationMs, outcome: { status: 'cancelled' } };
    default:
      return event satisfies never;
  }
}

/** An event of a scanner on the wire: the documented members and the recorded ones. */
function toEventData({ scanId, scanner, scanType }: ScannerRecord, event: ScannerEvent): JsonObject {
  const who = { scan_id: scanId, name: scanner, scanner, scan_type: scanType };
  switch (event.type) {
    case 'scanner.start':
      return who;
    case 'scanner.skipped':
      return { ...who, reason: toSkipWord(event.code ?? null, event.reason), install_hint: event.installHint };
    case 'scanner.complete':
      return {
        ...who,
        duration_s: toSeconds(event.durationMs),
        findings_count: event.findingsCount,
        incomplete: event.incomplete,
      };
    case 'scanner.failed':
      return { ...who, duration_s: toSeconds(event.durationMs), error: toShortError(event.message) };
    case 'scanner.cancelled':
      return { ...who, duration_s: toSeconds(event.durationMs) };
    default:
      return event satisfies never;
  }
}
