import type { AuditEntryView } from '@securescan/contract';
import type { StoredAuditEntry } from '@securescan/store';
import type { z } from 'zod';

export function presentAuditEntry(entry: StoredAuditEntry): z.input<typeof AuditEntryView> {
  return {
    seq: entry.seq,
    ts: entry.ts,
    request_id: entry.requestId,
    actor: entry.actor,
    address: entry.address,
    action: entry.action,
    target: entry.target,
    project: entry.project,
    outcome: entry.outcome,
    details: entry.details,
    hash: entry.hash,
  };
}
