import type { Severity } from '@securescan/model';
import type { BuiltInRule } from '../../rule-catalogue/built-in-rule.ts';
import type { Dockerfile } from '../dockerfile.ts';

/** A place that breaks a rule. */
export interface Hit {
  /** 1-based; null when the problem is that something is missing. */
  readonly line: number | null;
  /** Replaces the rule's severity and title where one rule has two degrees. */
  readonly severity?: Severity;
  readonly title?: string;
  /** Told after the rule's description: what exactly was seen. Never a secret's value. */
  readonly detail?: string;
}

/** One rule over a whole Dockerfile; its id comes without the prefix `dockerfile/`. */
export interface DockerfileRule extends BuiltInRule {
  find(file: Dockerfile): readonly Hit[];
}
