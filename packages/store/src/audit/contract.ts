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

export interface AuditRepository {
  /** Appends a row chained to the last one. Called in the transaction of the change it tells of. */
  append(entry: AuditEntry): Promise<void>;
}
