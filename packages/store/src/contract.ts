import type { Finding, ScanResult, ScanStatus } from '@securescan/model';
import type { AuditRepository } from './audit/contract.ts';
import type { ScanEventRepository } from './events/contract.ts';
import type { KeyRepository } from './keys/contract.ts';
import type { SharedLimits } from './limits/contract.ts';
import type { NotificationRepository } from './notifications/contract.ts';
import type { ScanRepository } from './scans/contract.ts';
import type { FindingRepository } from './findings/contract.ts';
import type { DashboardRepository } from './dashboard/contract.ts';
import type { SbomRepository } from './sboms/contract.ts';
import type { TriageRepository } from './triage/contract.ts';
import type { WafRepositories } from './waf/contract.ts';
import type { WebhookRepository } from './webhooks/contract.ts';

/** A scan as listed: the row without its findings. Times are ISO 8601, UTC. */
export interface StoredScan {
  readonly id: string;
  readonly target: string;
  readonly scanTypes: readonly string[];
  readonly status: ScanStatus;
  /** When it was asked for; the order of lists. */
  readonly createdAt: string;
  /** Null until it runs. */
  readonly startedAt: string | null;
  readonly completedAt: string | null;
  readonly findingsCount: number;
  readonly riskScore: number | null;
  readonly error: string | null;
  readonly origin: 'cli' | 'api';
}

export interface ScanFilter {
  readonly status?: ScanStatus;
  /** Substring of the target. */
  readonly target?: string;
  /** At most this many, newest first. */
  readonly limit: number;
}

/**
 * One repository per aggregate. Methods that read may be called at any time. Methods that write exist to be called on the
 * repositories that `Store.transaction` hands out, and throw elsewhere.
 */
export interface Repositories {
  readonly scans: ScanRepository;
  readonly events: ScanEventRepository;
  readonly findings: FindingRepository;
  readonly dashboard: DashboardRepository;
  readonly sboms: SbomRepository;
  readonly triage: TriageRepository;
  readonly webhooks: WebhookRepository;
  readonly notifications: NotificationRepository;
  readonly audit: AuditRepository;
  readonly keys: KeyRepository;
  readonly waf: WafRepositories;
}

/** The database of scans, findings and verdicts; SQLite or PostgreSQL behind the same methods. */
export interface Store extends Repositories, AsyncDisposable {
  readonly kind: 'sqlite' | 'postgres';
  /** Counts shared by all processes on this database; null on SQLite, which one server has to itself. */
  readonly limits: SharedLimits | null;
  /**
   * All or nothing: commits when `run` resolves, rolls back when it throws. Waits up to 5 s for another writer without holding
   * the event loop. Keep it short: on SQLite nobody else writes meanwhile.
   * @throws SecureScanError E_STORE when the database stays locked, is full or is broken
   */
  transaction<T>(run: (repositories: Repositories) => Promise<T>): Promise<T>;
  /** Writes the scan, its scanner rows and all findings in one transaction. */
  saveScan(result: ScanResult, origin: StoredScan['origin']): Promise<void>;
  listScans(filter: ScanFilter): Promise<readonly StoredScan[]>;
  findScan(id: string): Promise<StoredScan | undefined>;
  listFindings(scanId: string): Promise<readonly Finding[]>;
  /** Reads one row. @throws when the database does not answer */
  checkRead(): Promise<void>;
  /** Writes one row as it is, so that a full disk or a read-only file shows. @throws when it cannot be written */
  checkWrite(): Promise<void>;
  close(): Promise<void>;
}

/** Where the database is: a file path, or a `postgres://` URL. */
export type StoreLocation =
  { readonly kind: 'sqlite'; readonly path: string } | { readonly kind: 'postgres'; readonly url: string };
