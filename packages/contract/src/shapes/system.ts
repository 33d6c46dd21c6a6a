import { z } from 'zod';

export const ServiceInfo = z
  .strictObject({ name: z.string(), status: z.string(), docs: z.string(), health: z.string() })
  .meta({ id: 'ServiceInfo' });

export const Health = z.strictObject({ status: z.literal('ok') }).meta({ id: 'Health' });

const Check = z.strictObject({ status: z.enum(['ok', 'fail']), count: z.int().optional() });

/** Documented names hold words, recorded names hold objects. Nothing of the driver's text is told. */
const readinessFields = {
  status: z.enum(['ready', 'not_ready']),
  checks: z.strictObject({
    database: z.enum(['ok', 'unavailable']),
    scanner_registry: z.enum(['ok', 'unavailable']),
    webhooks: z.enum(['ok', 'unavailable']),
    jobs: z.enum(['ok', 'unavailable']).describe('background work of any kind'),
    disk: z.enum(['ok', 'unavailable']).describe('room beside the database'),
    db: Check,
    scanners: Check,
  }),
};

export const Readiness = z.strictObject(readinessFields).meta({ id: 'Readiness' });

/** The same at the top and below `detail`, since both are documented; a server that stops says no more than that. */
export const NotReady = z
  .union([
    z.strictObject({ ...readinessFields, detail: z.strictObject(readinessFields) }),
    z.strictObject({ status: z.literal('shutting_down'), detail: z.string() }),
  ])
  .meta({ id: 'NotReady' });
