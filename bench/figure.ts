/** One figure of the bench: what was measured, against what, and the limit that it must keep. */
export interface Figure {
  readonly name: string;
  /** What was measured and what it was compared with, in a few words. */
  readonly against: string;
  readonly value: number;
  readonly limit: number;
  /** True when `limit` is the least that it must reach; else the most that it may be. */
  readonly atLeast?: true;
  readonly unit: '×' | 'ms' | 's' | 'MiB' | 'GB' | '/s';
  /** Absolute numbers behind a ratio, and anything that makes it less than clean. */
  readonly note: string;
}

/** One measurement; answers null with a reason when something it needs is not on this machine. */
export interface Bench {
  readonly id: string;
  run(): Promise<readonly (Figure | { readonly name: string; readonly skipped: string })[]>;
}

/** True when the figure keeps its limit. */
export function isWithin({ value, limit, atLeast }: Figure): boolean {
  return atLeast ? value >= limit : value <= limit;
}
