import { z } from 'zod';
import { AnyValue, OptionalLine, OptionalText } from '../tool-report/index.ts';

/** One issue. */
export const BanditResult = z.object({
  test_id: OptionalText,
  test_name: OptionalText,
  issue_severity: OptionalText,
  issue_confidence: OptionalText,
  issue_text: OptionalText,
  issue_cwe: z
    .object({ id: z.union([z.int(), z.string()]) })
    .nullish()
    .catch(null),
  filename: OptionalText,
  line_number: OptionalLine,
  line_range: z.array(z.int().positive()).catch([]),
  /** 0-based. */
  col_offset: z.int().nonnegative().nullish().catch(null),
  /** Source lines, each after its number. */
  code: OptionalText,
  more_info: OptionalText,
});
export type BanditResult = z.output<typeof BanditResult>;

const Count = z.int().nonnegative().catch(0);

/** The report; single issues are read one by one. */
export const BanditReport = z.object({
  results: AnyValue,
  errors: z.array(z.object({ filename: z.string(), reason: z.string() }).nullable().catch(null)).catch([]),
  metrics: z
    .object({ _totals: z.object({ nosec: Count, skipped_tests: Count }).catch({ nosec: 0, skipped_tests: 0 }) })
    .catch({ _totals: { nosec: 0, skipped_tests: 0 } }),
});
export type BanditReport = z.output<typeof BanditReport>;
