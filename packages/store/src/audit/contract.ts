import type { JsonObject } from '@securescan/model';

/** One thing done or refused. No secrets in `details`. */
export interface AuditEntry {
  readonly ts: string;
  readonly requestId: string | null;
  readonly actor: { readonly id: string | null; readonly kind: string; readonly name: string | null };
  readonly address: string | null;
  /** For example `key.create`, `scan.start`, `triage.set`. */
  readonly action: string;
  readonly target: { readonly type: string; readonly id: string } | null;
  readonly project: string | null;
  readonly outcome: 'ok' | 'denied' | 'failed';
  readonly details: JsonObject;
}

/** A row of the log. `seq` counts from 1 without gaps. */
export interface StoredAuditEntry extends AuditEntry {
  readonly seq: number;
  /** SHA-256 of the row and of the hash before it; what a changed row breaks. */
  readonly hash: string;
}

/** A row as it is hashed: column by column, `details` as text. */
export interface AuditRow {
  readonly seq: number;
  readonly ts: string;
  readonly request_id: string | null;
  readonly actor_id: string | null;
  readonly actor_kind: string;
  readonly actor_name: string | null;
  readonly address: string | null;
  readonly action: string;
  readonly target_type: string | null;
  readonly target_id: string | null;
  readonly project: string | null;
  readonly outcome: string;
  readonly details: string;
  readonly prev_hash: string;
  readonly hash: string;
}

/** What a row's hash was at some time, signed; kept here and in a second place, since a chain alone does not show a cut-off end. */
export interface AuditCheckpoint {
  readonly seq: number;
  readonly hash: string;
  readonly ts: string;
  /** Ed25519 over the three before, base64. */
  readonly signature: string;
  /** Which key signed: the first 16 hex digits of the SHA-256 of its public half. */
  readonly keyId: string;
}

export interface StoredAuditCheckpoint extends AuditCheckpoint {
  /** When the rows up to it were dropped; null while they are there. */
  readonly droppedAt: string | null;
}

export interface AuditListFilter {
  readonly limit: number;
  /** Only rows before this one. */
  readonly before?: number;
  /** Rows of these projects; null: all rows, also those of no project. */
  readonly projects: readonly string[] | null;
  readonly action?: string;
  readonly actor?: string;
}

export interface AuditRepository {
  /** Appends a row chained to the last one. Called in the transaction of the change it tells of. */
  append(entry: AuditEntry): Promise<void>;
  /** Newest first. */
  list(filter: AuditListFilter): Promise<readonly StoredAuditEntry[]>;
  /** Rows as they are hashed, oldest first, after one; for export and verification. */
  listRows(after: number, limit: number): Promise<readonly AuditRow[]>;
  findRow(seq: number): Promise<AuditRow | undefined>;
  findLast(): Promise<AuditRow | undefined>;
  /** Oldest first. */
  listCheckpoints(after: number, limit: number): Promise<readonly StoredAuditCheckpoint[]>;
  findLastCheckpoint(): Promise<StoredAuditCheckpoint | undefined>;
  /** @returns false when another process has made one for this row */
  addCheckpoint(checkpoint: AuditCheckpoint): Promise<boolean>;
  /**
   * Marks the newest checkpoint whose rows are all older than `before` as dropped, which allows `removeDropped`. The last
   * row always stays.
   * @returns its row number, or null when there is none
   */
  dropSegment(before: string, now: string): Promise<number | null>;
  /** Removes rows of dropped segments, at most this many. @returns how many */
  removeDropped(limit: number): Promise<number>;
}
