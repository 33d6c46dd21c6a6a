import { z } from 'zod';

/** RFC 3339 in UTC. */
export const Timestamp = z.iso.datetime({ offset: true }).describe('RFC 3339, UTC');
export const NullableTimestamp = Timestamp.nullable();

/** Every error but a validation error. */
export const Problem = z
  .strictObject({
    detail: z.string().describe('one sentence: what is wrong, and how to mend it where that can be said'),
    request_id: z.string().optional(),
  })
  .meta({ id: 'Problem' });

export const ValidationIssue = z
  .strictObject({
    type: z.string(),
    loc: z.array(z.union([z.string(), z.int()])).describe('where: body, query or path, then the way to the value'),
    msg: z.string(),
    input: z.unknown().optional(),
    ctx: z.record(z.string(), z.unknown()).optional(),
  })
  .meta({ id: 'ValidationIssue' });

/** All problems of the inputs at once. */
export const ValidationProblem = z.strictObject({ detail: z.array(ValidationIssue) }).meta({ id: 'ValidationProblem' });

export const RateLimited = z
  .strictObject({
    detail: z.string(),
    retry_after: z.int().min(1).describe('seconds'),
    limit_per_min: z.int().optional(),
    request_id: z.string().optional(),
  })
  .meta({ id: 'RateLimited' });

/** A switch in a query: true, 1, yes, on, t, y and their opposites, in any case. */
export const QueryBoolean = z
  .stringbool({
    truthy: ['true', '1', 'yes', 'on', 't', 'y'],
    falsy: ['false', '0', 'no', 'off', 'f', 'n'],
  })
  .meta({ type: 'boolean' });

/** A whole number in a query. */
export function queryInteger(minimum: number, maximum: number) {
  return z.coerce.number().int().min(minimum).max(maximum);
}

/** Text without U+0000, bounded in length. */
export function boundedText(minimum: number, maximum: number) {
  return z
    .string()
    .min(minimum)
    .max(maximum)
    .regex(/^[^\u0000]*$/, 'must not contain null bytes');
}

export const Fingerprint = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .describe('identity of a finding across scans: SHA-256, 64 lower-case hex digits');

/** Any JSON. Registered and not described by `meta`, which would make a copy that its own recursion does not know. */
export const JsonValue = z.json().register(z.globalRegistry, { id: 'JsonValue' });
