import type { Finding, JsonObject, ScanStatus, SeverityCounts, SuppressedCounts, TargetKind } from '@securescan/model';
import type { StoredScan } from '../contract.ts';

/** The whole row of a scan. Times are RFC 3339 in UTC. */
export interface ScanRecord extends StoredScan {
  readonly targetKind: TargetKind;
  readonly targetUrl: string | null;
  readonly targetHost: string | null;
  /** Empty: belongs to no project. */
  readonly project: string;
  /** X-Request-ID of the request that made it. */
  readonly requestId: string | null;
  /** Id of the principal that made it. */
  readonly createdBy: string | null;
  /** Process that runs it; null unless it is running. */
  readonly owner: string | null;
  /** Until when the owner has promised to be alive. */
  readonly leaseUntil: string | null;
  /** How often it was started. */
  readonly attempt: number;
  readonly cancelRequested: boolean;
  /** Not every scanner finished. */
  readonly partial: boolean;
  /** Shown findings. */
  readonly severityCounts: SeverityCounts;
  readonly suppressedCounts: SuppressedCounts;
  readonly summary: string | null;
  readonly notices: readonly string[];
  readonly configPath: string | null;
}

/** A scan as it is asked for. */
export interface NewScan {
  readonly id: string;
  readonly createdAt: string;
  readonly target: string;
  readonly targetKind: TargetKind;
  readonly targetUrl: string | null;
  readonly targetHost: string | null;
  readonly project: string;
  readonly scanTypes: readonly string[];
  readonly requestId: string | null;
  readonly createdBy: string | null;
}

export type ScannerStatus = 'pending' | 'running' | 'completed' | 'skipped' | 'failed' | 'cancelled';

/** One scanner of a scan. */
export interface ScannerRecord {
  readonly scanId: string;
  /** Place in registry order. */
  readonly position: number;
  readonly scanner: string;
  readonly scanType: string;
  readonly status: ScannerStatus;
  /** Version of the tool. */
  readonly version: string | null;
  readonly durationMs: number | null;
  /** `ScannerOutcome` of the model once it has ended, as JSON; `{}` before. */
  readonly outcome: JsonObject;
}

/**
 * Proof of the right to write to a running scan: who runs it, and in which attempt. Writers of an earlier attempt, and writers
 * to a scan that has ended, change nothing and are told so.
 */
export interface ScanFence {
  readonly scanId: string;
  readonly owner: string;
  readonly attempt: number;
}

/** How a scan ended. */
export interface ScanEnd {
  readonly status: Extract<ScanStatus, 'completed' | 'failed' | 'cancelled'>;
  readonly completedAt: string;
  readonly partial: boolean;
  readonly findingsCount: number;
  readonly severityCounts: SeverityCounts;
  readonly suppressedCounts: SuppressedCounts;
  /** Null when there is nothing that a score could be made of. */
  readonly riskScore: number | null;
  readonly summary: string | null;
  readonly error: string | null;
  readonly notices: readonly string[];
  readonly configPath: string | null;
}

/** Where a page of a list ended: the next one begins behind that scan. */
export interface ScanCursor {
  readonly createdAt: string;
  readonly id: string;
}

/** A scan in a list of names. */
export interface ScanKey extends ScanCursor {
  readonly status: ScanStatus;
}

export interface ScanQuery {
  /** Null: of all projects. */
  readonly projects: readonly string[] | null;
  readonly status?: string;
  /** Substring of the target, case-sensitive. */
  readonly target?: string;
  /** Created at or after. */
  readonly since?: string;
  readonly after?: ScanCursor;
  readonly offset?: number;
  readonly limit?: number;
}

/** What was remembered under an idempotency key. */
export type RememberedRequest =
  /** The key is new, or was used so long ago that it is new again. */
  { readonly kind: 'new' } | { readonly kind: 'known'; readonly requestHash: string; readonly scanId: string };

/**
 * Scans of the command and of the server. Life: pending, running, then exactly one of completed, failed, cancelled; a running
 * scan whose process died may become pending again. Nothing leaves a terminal state. Findings of a scan that has not ended are
 * in the table before its end, so whoever reads findings looks at the status first.
 */
export interface ScanRepository {
  find(id: string): Promise<ScanRecord | undefined>;
  /** Those of the scans that exist, in no particular order. */
  findMany(ids: readonly string[]): Promise<readonly ScanRecord[]>;
  /** Newest first, ties by id. */
  list(query: ScanQuery): Promise<readonly ScanRecord[]>;
  /** The same, but only what names a scan and whether it can still change. */
  listKeys(query: ScanQuery): Promise<readonly ScanKey[]>;
  /** How many `list` would give without cursor, offset and limit. */
  count(query: ScanQuery): Promise<number>;
  /** Scanners of these scans, by scan and then in registry order. */
  listScanners(scanIds: readonly string[]): Promise<readonly ScannerRecord[]>;
  /** Pending scans in the order in which they will run. */
  listQueue(limit: number): Promise<readonly string[]>;
  listRunning(): Promise<readonly ScanRecord[]>;
  /** Deleted scans whose rows are not all gone yet. */
  listHidden(): Promise<readonly string[]>;
  /**
   * Text that changes with every commit to the database, whoever makes it, or null where the database has none. What was read
   * after it is still true while it stays the same.
   */
  changeToken(): Promise<string | null>;

  /** Writes a pending scan. `createdAt` is moved behind that of the newest scan, so that order of creation is never lost. */
  create(scan: NewScan): Promise<void>;
  /** Looks a request up by its idempotency key, and remembers it when the key is new. Forgets keys from before `keptSince`. */
  remember(request: {
    readonly principal: string;
    readonly key: string;
    readonly requestHash: string;
    readonly scanId: string;
    readonly at: string;
    readonly keptSince: string;
  }): Promise<RememberedRequest>;

  /** Gives the oldest pending scan to the owner; it is running from then on. */
  claimNext(claim: {
    readonly owner: string;
    readonly leaseUntil: string;
    readonly at: string;
  }): Promise<ScanRecord | undefined>;
  /** Promises for all running scans of the owner that it is alive. */
  extendLeases(owner: string, leaseUntil: string): Promise<void>;
  /** Reads a row and keeps others from changing it until the transaction ends. */
  lock(id: string): Promise<ScanRecord | undefined>;
  /** Replaces the scanner rows of a locked scan. */
  setScanners(scanId: string, scanners: readonly ScannerRecord[]): Promise<void>;
  updateScanner(scanner: ScannerRecord): Promise<void>;
  /** Turns scanners of a locked scan that have not ended into cancelled ones. */
  cancelScanners(scanId: string): Promise<void>;
  /** Adds findings to a locked scan, the first at place `firstOrdinal` of the canonical order. */
  addFindings(scanId: string, findings: readonly Finding[], firstOrdinal: number): Promise<void>;
  /** Removes at most `limit` findings of a locked scan and gives how many there were to remove. */
  removeFindings(scanId: string, limit: number): Promise<number>;

  /**
   * Ends a locked scan. One that was asked to stop ends cancelled, whatever the end says.
   * @returns the row as it is now
   * @throws Error when the scan has ended already
   */
  end(scanId: string, end: ScanEnd): Promise<ScanRecord>;
  /** Puts a running, locked scan back into the queue. */
  requeue(scanId: string): Promise<void>;
  /** Asks the owner of a running, locked scan to stop. */
  askToStop(scanId: string): Promise<void>;
  /** Hides an ended, locked scan from every other method but `remove`, for good. */
  hide(scanId: string): Promise<void>;
  /** Removes a hidden scan with what is left of it. */
  remove(scanId: string): Promise<void>;
}

/** Whether the right to write to a scan still holds. */
export function holdsFence(scan: ScanRecord | undefined, { owner, attempt }: ScanFence): boolean {
  return scan?.status === 'running' && scan.owner === owner && scan.attempt === attempt;
}
