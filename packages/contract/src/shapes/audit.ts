import { z } from 'zod';
import { Timestamp } from './common.ts';

/** One row of the audit log. */
export const AuditEntryView = z
  .strictObject({
    seq: z.int().describe('counts from 1 without gaps'),
    ts: Timestamp,
    request_id: z.string().nullable(),
    actor: z.strictObject({
      id: z.string().nullable().describe('id of the key, env, list:…, cert:…; null for who could not say who it is'),
      kind: z.string(),
      name: z.string().nullable(),
    }),
    address: z.string().nullable(),
    action: z.string().describe('for example key.create'),
    target: z.strictObject({ type: z.string(), id: z.string() }).nullable(),
    project: z.string().nullable(),
    outcome: z.enum(['ok', 'denied', 'failed']),
    details: z.record(z.string(), z.unknown()),
    hash: z.string().describe('SHA-256 of the row and of the hash before it, hex'),
  })
  .meta({ id: 'AuditEntry' });
