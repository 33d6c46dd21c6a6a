import type { KeyObject } from 'node:crypto';
import { describeError } from '@securescan/model';
import type { ServerDeps } from '../deps.ts';
import type { Job } from '../jobs/job.ts';
import type { Timers } from '../time/timers.ts';
import type { CheckpointPlaces } from './checkpoint-files.ts';
import { appendCheckpoints, openCheckpointKey, readCheckpoints } from './checkpoint-files.ts';
import { signCheckpoint } from './checkpoint-signature.ts';

const LOOK_EVERY_MS = 10_000;
const ROWS = 1000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const PAGE = 1000;

/**
 * Signs where the audit log stands, every 1,000 rows and at the latest an hour after a row was written, and when the server
 * stops; and writes it to a second place as well. Removes whole segments that are older than the retention allows.
 */
export function createCheckpointJob(
  { store, clock, log, config }: Pick<ServerDeps, 'store' | 'clock' | 'log' | 'config'>,
  places: CheckpointPlaces,
  timers: Timers,
): Job {
  let starting: Promise<void> | undefined;
  let key: KeyObject | undefined;
  /** Last row whose checkpoint is in the second place. */
  let fileSeq = 0;
  let isRunning = false;
  let isHealthy = true;
  let cancelTimer = (): void => undefined;
  let looking: Promise<void> = Promise.resolve();

  async function look(isLast: boolean): Promise<void> {
    try {
      if (key !== undefined) await signNew(key, isLast);
      await copyToFile();
      if (config.retention.auditDays) await dropOld(config.retention.auditDays);
      isHealthy = true;
    } catch (error) {
      isHealthy = false;
      log.error({ reason: describeError(error), file: places.checkpoints }, 'audit checkpoint not written');
    }
  }

  async function signNew(signingKey: KeyObject, isLast: boolean): Promise<void> {
    for (;;) {
      const signed = (await store.audit.findLastCheckpoint())?.seq ?? 0;
      const [first] = await store.audit.listRows(signed, 1);
      const last = await store.audit.findLast();
      if (first === undefined || last === undefined) return;
      const isDue = isLast || clock.now().getTime() - Date.parse(first.ts) >= HOUR_MS;
      const full = last.seq - signed >= ROWS ? await store.audit.findRow(signed + ROWS) : undefined;
      const row = full ?? (isDue ? last : undefined);
      if (row === undefined) return;
      const checkpoint = signCheckpoint({ seq: row.seq, hash: row.hash, ts: clock.now().toISOString() }, signingKey);
      await store.transaction(({ audit }) => audit.addCheckpoint(checkpoint));
    }
  }

  async function copyToFile(): Promise<void> {
    for (;;) {
      const checkpoints = await store.audit.listCheckpoints(fileSeq, PAGE);
      await appendCheckpoints(places.checkpoints, checkpoints);
      fileSeq = checkpoints.at(-1)?.seq ?? fileSeq;
      if (checkpoints.length < PAGE) return;
    }
  }

  async function dropOld(days: number): Promise<void> {
    const now = clock.now();
    const before = new Date(now.getTime() - days * DAY_MS).toISOString();
    await store.transaction(({ audit }) => audit.dropSegment(before, now.toISOString()));
    // Piece by piece, so that nobody waits long for the database.
    for (;;) {
      const removed = await store.transaction(({ audit }) => audit.removeDropped(PAGE));
      if (removed > 0) log.info({ rows: removed }, 'old rows of the audit log removed');
      if (removed < PAGE) return;
    }
  }

  function schedule(): void {
    cancelTimer = timers.after(LOOK_EVERY_MS, () => {
      looking = look(false).finally(() => {
        if (isRunning) schedule();
      });
    });
  }

  return {
    name: 'audit-checkpoints',
    start() {
      starting ??= (async () => {
        key = await openCheckpointKey(places);
        fileSeq = (await readCheckpoints(places.checkpoints)).checkpoints.at(-1)?.seq ?? 0;
        isRunning = true;
        looking = look(false);
        schedule();
        await looking;
      })();
      return starting;
    },
    async stop() {
      const wasRunning = isRunning;
      isRunning = false;
      cancelTimer();
      await looking;
      if (wasRunning) await look(true);
    },
    isHealthy: () => isHealthy,
  };
}
