import { BudgetError } from './evaluation-error.ts';
import { depthOf, type Value, weightOf } from './values.ts';

/** Bounds on what evaluating untrusted configuration may cost. */
export interface EvaluationLimits {
  /** Expressions worked out and values touched, all in all. */
  readonly maxSteps: number;
  /** Expressions, references and modules within one another. */
  readonly maxDepth: number;
  /** Values in one value, a text counting by its length. */
  readonly maxWeight: number;
  /** Instances that one `count`, `for_each` or `dynamic` makes. */
  readonly maxInstances: number;
}

export const DEFAULT_EVALUATION_LIMITS: EvaluationLimits = {
  maxSteps: 20_000_000,
  maxDepth: 400,
  maxWeight: 1_000_000,
  maxInstances: 10_000,
};

/** What stays in memory to the end costs more than what is thrown away. */
export const KEPT_STEPS = 8;

/** What is left of the limits during one evaluation. */
export interface Budget {
  readonly limits: EvaluationLimits;
  /** @throws BudgetError when nothing is left */
  readonly spend: (steps: number) => void;
  /** Runs one level deeper. */
  readonly nest: <T>(run: () => T) => T;
  /** Refuses a value that has grown too large, and accounts for it otherwise. */
  readonly admit: <T extends Value>(value: T) => T;
}

export function createBudget(limits: EvaluationLimits): Budget {
  let steps = 0;
  let depth = 0;
  const spend = (count: number): void => {
    steps += count;
    if (steps > limits.maxSteps)
      throw new BudgetError(`The configuration takes more than ${limits.maxSteps} steps to work out.`);
  };
  return {
    limits,
    spend,
    nest: (run) => {
      if (depth >= limits.maxDepth)
        throw new BudgetError(`More than ${limits.maxDepth} expressions within one another.`);
      depth += 1;
      try {
        return run();
      } finally {
        depth -= 1;
      }
    },
    admit: (value) => {
      if (weightOf(value) > limits.maxWeight || depthOf(value) > limits.maxDepth) {
        throw new BudgetError(`A value grows beyond ${limits.maxWeight} parts or ${limits.maxDepth} levels.`);
      }
      return value;
    },
  };
}
