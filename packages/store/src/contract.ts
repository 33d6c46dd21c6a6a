import type { Finding, ScanResult, ScanStatus } from '@securescan/model';

/** A scan as listed: the row without its findings. Times are ISO 8601, UTC. */
export interface StoredScan {
  readonly id: string;
  readonly target: string;
  readonly scanTypes: readonly string[];
  readonly status: ScanStatus;
  readonly startedAt: string;
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

/** The database of scans, findings and verdicts; SQLite or PostgreSQL behind the same methods. */
export interface Store extends AsyncDisposable {
  readonly kind: 'sqlite' | 'postgres';
  /** Writes the scan, its scanner rows and all findings in one transaction. */
  saveScan(result: ScanResult, origin: StoredScan['origin']): Promise<void>;
  listScans(filter: ScanFilter): Promise<readonly StoredScan[]>;
  findScan(id: string): Promise<StoredScan | undefined>;
  listFindings(scanId: string): Promise<readonly Finding[]>;
  close(): Promise<void>;
}

/** Where the database is: a file path, or a `postgres://` URL. */
export type StoreLocation =
  { readonly kind: 'sqlite'; readonly path: string } | { readonly kind: 'postgres'; readonly url: string };
