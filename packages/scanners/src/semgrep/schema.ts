import { z } from 'zod';
import { AnyValue, ForeignMetadata, OptionalLine, OptionalText } from '../tool-report/index.ts';

const Position = z.object({ line: OptionalLine, col: OptionalLine }).catch({ line: null, col: null });

/** One match. */
export const SemgrepResult = z.object({
  check_id: OptionalText,
  path: OptionalText,
  start: Position,
  end: Position,
  extra: z
    .object({
      message: OptionalText,
      severity: OptionalText,
      lines: OptionalText,
      fix: OptionalText,
      metadata: ForeignMetadata,
    })
    .catch({ message: null, severity: null, lines: null, fix: null, metadata: {} }),
});
export type SemgrepResult = z.output<typeof SemgrepResult>;

/** Something semgrep could not do. `type` is a word, or a list that starts with one. */
export const SemgrepError = z.object({
  level: OptionalText,
  type: z
    .union([z.string(), z.tuple([z.string()], z.unknown()).transform(([word]) => word)])
    .nullish()
    .catch(null),
  message: OptionalText,
  path: OptionalText,
  rule_id: OptionalText,
});
export type SemgrepError = z.output<typeof SemgrepError>;

/** The report; single records are read one by one. */
export const SemgrepReport = z.object({
  results: AnyValue,
  errors: z.array(z.unknown()).catch([]),
});
