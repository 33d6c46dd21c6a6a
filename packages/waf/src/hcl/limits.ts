/** Bounds that keep hostile input from using up memory, stack or time. Real configurations stay far below. */
export interface HclLimits {
  /** UTF-16 units of one file. */
  readonly maxLength: number;
  /** Blocks, brackets, templates and operators within one another. */
  readonly maxDepth: number;
  /** Tokens of one file. */
  readonly maxTokens: number;
  /** Problems reported for one file; reading goes on after the last one reported. */
  readonly maxDiagnostics: number;
}

export const DEFAULT_LIMITS: HclLimits = {
  maxLength: 16 * 1024 * 1024,
  maxDepth: 200,
  maxTokens: 5_000_000,
  maxDiagnostics: 100,
};
