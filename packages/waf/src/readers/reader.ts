import type { ConfigurationFile } from '../evaluate/configuration-tree.ts';
import type { EvaluationLimits } from '../evaluate/budget.ts';
import type { InfrastructureState } from '../state/state.ts';

export const READER_IDS = ['terraform', 'plan', 'cdk', 'cloudformation', 'pulumi', 'bicep', 'kubernetes'] as const;
/** Kinds of infrastructure code, as `--iac` and `engine:` of a check name them. */
export type ReaderId = (typeof READER_IDS)[number];

export interface ReadOptions {
  /** Values for variables of root modules. */
  readonly variables?: Readonly<Record<string, unknown>>;
  /** Paths of further files with values. */
  readonly variableFiles?: readonly string[];
  readonly workspace?: string;
  readonly limits?: Partial<EvaluationLimits>;
}

/** Reads one kind of infrastructure code. Pure: files come as texts; nothing is thrown for what stands in them. */
export interface Reader {
  readonly id: ReaderId;
  /** As people write it: `Terraform`. */
  readonly title: string;
  /** Checks with one of these engines apply to what it reads: a plan is judged by checks for terraform. */
  readonly engines: readonly string[];
  /** Whether a file of this path may matter, be it as code, as values or as something that code reads. */
  accepts(path: string): boolean;
  read(files: readonly ConfigurationFile[], options?: ReadOptions): InfrastructureState;
}
