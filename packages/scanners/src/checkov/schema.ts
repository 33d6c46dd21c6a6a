import { z } from 'zod';
import { OptionalText } from '../tool-report/index.ts';

/** One failed check. */
export const CheckovCheck = z.object({
  check_id: OptionalText,
  check_name: OptionalText,
  check_result: z.object({ evaluated_keys_severity: OptionalText }).nullish().catch(null),
  severity: OptionalText,
  file_path: OptionalText,
  /** Absolute; the one path that does not depend on where checkov was started. */
  file_abs_path: OptionalText,
  file_line_range: z.array(z.int()).nullish().catch(null),
  resource: OptionalText,
  guideline: OptionalText,
});
export type CheckovCheck = z.output<typeof CheckovCheck>;

/** The report of one framework; single checks are read one by one. */
export const CheckovBlock = z.object({
  check_type: z.string().catch(''),
  results: z.object({ failed_checks: z.unknown(), parsing_errors: z.unknown() }).partial().catch({}),
  summary: z
    .object({ parsing_errors: z.int().catch(0), skipped: z.int().catch(0) })
    .catch({ parsing_errors: 0, skipped: 0 }),
});
export type CheckovBlock = z.output<typeof CheckovBlock>;

/** Blocks of the frameworks that applied: one object, or a list; an object of counts when none did. */
export const CheckovReport = z.union([z.array(z.unknown()), z.looseObject({}).transform((block) => [block])]);
