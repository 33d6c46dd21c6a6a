import type { Severity } from '@securescan/model';

/** A place that breaks a rule, and the same place mended. */
export interface RuleExample {
  readonly bad: string;
  /** Absent where mending is not a matter of other text. */
  readonly good?: string;
}

/** What can be said of a rule without a finding of it. */
export interface BuiltInRule {
  /** As in findings. */
  readonly id: string;
  /** What it finds, in a few words. */
  readonly title: string;
  /** Of an ordinary finding; single findings may be lower or higher. */
  readonly severity: Severity;
  readonly cwe: string | null;
  /** What it finds and why that matters. */
  readonly description: string;
  readonly remediation: string;
  /** Addresses, the most useful first. */
  readonly references: readonly string[];
  readonly example: RuleExample | null;
}
