import { z } from 'zod';

export const ServiceInfo = z
  .strictObject({ name: z.string(), status: z.string(), docs: z.string(), health: z.string() })
  .meta({ id: 'ServiceInfo' });

export const Health = z.strictObject({ status: z.literal('ok') }).meta({ id: 'Health' });

const Check = z.strictObject({ status: z.enum(['ok', 'fail']), count: z.int().optional() });

/** Documented names hold words, recorded names hold objects. Nothing of the driver's text is told. */
export const Readiness = z
  .strictObject({
    status: z.enum(['ready', 'not_ready', 'shutting_down']),
    checks: z.strictObject({
      database: z.enum(['ok', 'unavailable']),
      scanner_registry: z.enum(['ok', 'unavailable']),
      webhooks: z.enum(['ok', 'unavailable']),
      db: Check,
      scanners: Check,
    }),
  })
  .meta({ id: 'Readiness' });
