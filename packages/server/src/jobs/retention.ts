import type { ServerDeps } from '../deps.ts';
import type { Timers } from '../time/timers.ts';
import { purgeScan } from '../scans/purge.ts';
import type { Job } from './job.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Finished deliveries kept per webhook, whatever their age. */
const KEPT_DELIVERIES = 1000;
const SCANS_AT_ONCE = 100;
const ENDED = ['completed', 'failed', 'cancelled'] as const;

/** Removes what the settings say is too old, when the server starts and every hour. */
export function createRetentionJob(deps: Pick<ServerDeps, 'store' | 'clock' | 'log' | 'config'>, timers: Timers): Job {
  const { store, clock, config } = deps;
  const log = deps.log.child({ logger: 'securescan.main' });
  const before = (days: number): string => new Date(clock.now().getTime() - days * DAY_MS).toISOString();
  let isRunning = false;
  let isHealthy = true;
  let cancelTimer = (): void => undefined;
  let pass: Promise<void> = Promise.resolve();

  async function prune(): Promise<void> {
    const { notificationDays, deliveryDays, scanDays } = config.retention;
    const notifications = await store.transaction((repositories) =>
      repositories.notifications.pruneReadBefore(before(notificationDays)),
    );
    if (notifications > 0)
      log.info({ count: notifications }, `notifications: pruned ${notifications} old read notifications`);
    const deliveries = await store.transaction((repositories) =>
      repositories.webhooks.prune(before(deliveryDays), KEPT_DELIVERIES),
    );
    if (deliveries > 0) log.info({ count: deliveries }, 'old webhook deliveries removed');
    if (scanDays !== null) await pruneScans(before(scanDays));
  }

  async function pruneScans(time: string): Promise<void> {
    const after = { createdAt: time, id: '' };
    const lists = ENDED.map((status) => store.scans.listKeys({ projects: null, status, after, limit: SCANS_AT_ONCE }));
    const old = (await Promise.all(lists)).flat();
    for (const { id } of old) {
      if (!isRunning) return;
      await store.transaction((repositories) => repositories.scans.hide(id));
      await purgeScan(store, id);
    }
    if (old.length > 0) log.info({ count: old.length }, 'old scans removed');
  }

  async function look(): Promise<void> {
    try {
      await prune();
      isHealthy = true;
    } catch (error) {
      isHealthy = false;
      log.error({ err: error }, 'old rows could not be removed');
    }
    if (isRunning) {
      cancelTimer = timers.after(HOUR_MS, () => {
        pass = look();
      });
    }
  }

  return {
    name: 'retention',
    start: () => {
      if (!isRunning) {
        isRunning = true;
        pass = look();
      }
      return Promise.resolve();
    },
    stop: async () => {
      isRunning = false;
      cancelTimer();
      await pass;
    },
    isHealthy: () => isHealthy,
  };
}
