import type { ScanFence, StoreLocation } from '@securescan/store';
import type { ServerConfig } from '../config/server-config.ts';

/** Everything that the process of one scan needs. It comes over the channel to the parent, since it holds secrets. */
export interface ScanJob {
  readonly fence: ScanFence;
  readonly database: StoreLocation;
  /** What tools may see of the server's environment, and where tools and caches are. */
  readonly environment: Readonly<Record<string, string>>;
  readonly settings: ServerConfig['scans'];
  readonly toolsDirectory: string;
  /** Tools that one scan runs at once. */
  readonly parallelism: number;
  /** Key of the AI service; null when it is not to be asked. */
  readonly aiKey: string | null;
  /** SECURESCAN_FAKE_NOW. */
  readonly fakeNow: string | null;
}

export type ToScanProcess =
  | { readonly type: 'start'; readonly job: ScanJob }
  /** End the tools, keep what was found, end the scan. */
  | { readonly type: 'cancel' }
  /** End at once; the parent deals with the scan. */
  | { readonly type: 'stop' };

/** Exit status of a process whose scan was ended from outside; there is nothing to recover. */
export const EXIT_LOST = 3;
/** Exit status of a process that was told to stop. */
export const EXIT_STOPPED = 4;

export type FromScanProcess =
  /** Something was committed: events, and perhaps deliveries. */
  | { readonly type: 'changed'; readonly hasDeliveries: boolean }
  | {
      readonly type: 'log';
      readonly level: 'debug' | 'info' | 'warn' | 'error';
      readonly fields: Readonly<Record<string, unknown>>;
      readonly message: string;
    };
