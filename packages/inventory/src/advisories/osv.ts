import { z } from 'zod';

const Event = z.object({
  introduced: z.string().optional(),
  fixed: z.string().optional(),
  last_affected: z.string().optional(),
  limit: z.string().optional(),
});

const Range = z.object({
  type: z.string(),
  events: z.array(Event).default([]),
});

const Affected = z.object({
  package: z.object({ ecosystem: z.string(), name: z.string(), purl: z.string().nullish() }).optional(),
  ranges: z.array(Range).nullish(),
  versions: z.array(z.string()).nullish(),
});

/** The part of an OSV record that matching needs. @see https://ossf.github.io/osv-schema/ */
export const OsvAdvisory = z.object({
  id: z.string(),
  aliases: z.array(z.string()).nullish(),
  summary: z.string().nullish(),
  details: z.string().nullish(),
  withdrawn: z.string().nullish(),
  severity: z.array(z.object({ type: z.string(), score: z.string() })).nullish(),
  affected: z.array(Affected).default([]),
  references: z.array(z.object({ url: z.string() })).nullish(),
  database_specific: z.record(z.string(), z.unknown()).nullish(),
});
export type OsvAdvisory = z.infer<typeof OsvAdvisory>;
export type OsvRange = z.infer<typeof Range>;
export type OsvAffected = z.infer<typeof Affected>;
