import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { AuditRow } from './contract.ts';

/** `prev_hash` of the first row. */
export const AUDIT_ROOT_HASH = '0'.repeat(64);

/**
 * Hash of a row: SHA-256 over the previous hash and the row in canonical JSON.
 * @see RFC 8785 (JSON Canonicalization Scheme)
 */
export function hashAuditRow(row: Omit<AuditRow, 'hash'>): string {
  return createHash('sha256')
    .update(row.prev_hash)
    .update(canonicalize(row) ?? '')
    .digest('hex');
}
