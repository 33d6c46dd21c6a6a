import { z } from 'zod';
import { NullableTimestamp, Timestamp } from './common.ts';

export const Notification = z
  .strictObject({
    id: z.string(),
    type: z.string(),
    title: z.string(),
    body: z.string().nullable(),
    link: z.string().nullable(),
    severity: z
      .enum(['critical', 'high', 'medium', 'low', 'info'])
      .describe('of the worst finding; high for a failed scan'),
    level: z.enum(['info', 'warning', 'error']),
    scan_id: z.string().nullable(),
    created_at: Timestamp,
    read_at: NullableTimestamp,
  })
  .meta({ id: 'Notification' });

export const UnreadCount = z.strictObject({ count: z.int() }).meta({ id: 'UnreadCount' });
export const MarkedRead = z.strictObject({ marked_read: z.int() }).meta({ id: 'MarkedRead' });
