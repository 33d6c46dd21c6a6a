import type { RawFinding } from '@securescan/model';
import type { z } from 'zod';

/** What came out of a list of records. */
export interface MappedRecords {
  readonly findings: readonly RawFinding[];
  /** Records that did not fit the schema; they are counted, and the others are kept. */
  readonly unfit: number;
}

/**
 * Reads each record of a report by itself, so that an odd one costs nothing but itself.
 * @param records - a list, or nothing; anything else counts as one unfit record
 */
export function mapRecords<Schema extends z.ZodType>(
  records: unknown,
  schema: Schema,
  toFindings: (record: z.output<Schema>) => RawFinding | readonly RawFinding[],
): MappedRecords {
  if (records === null || records === undefined) return { findings: [], unfit: 0 };
  if (!Array.isArray(records)) return { findings: [], unfit: 1 };
  const findings: RawFinding[] = [];
  let unfit = 0;
  for (const record of records) {
    const parsed = schema.safeParse(record);
    if (!parsed.success) unfit += 1;
    else findings.push(...[toFindings(parsed.data)].flat());
  }
  return { findings, unfit };
}

/** Joins the results of several lists or runs. */
export function joinRecords(parts: readonly MappedRecords[]): MappedRecords {
  return {
    findings: parts.flatMap((part) => part.findings),
    unfit: parts.reduce((sum, part) => sum + part.unfit, 0),
  };
}
