import type { Span } from '../hcl/span.ts';
import type { Expression } from '../hcl/tree.ts';
import type { Value } from './values.ts';

export interface EvaluatedAttribute {
  readonly name: string;
  readonly value: Value;
  /** How it is written; its span has the source text. */
  readonly expression: Expression;
  readonly span: Span;
}

export interface EvaluatedBody {
  readonly attributes: ReadonlyMap<string, EvaluatedAttribute>;
  readonly blocks: readonly EvaluatedBlock[];
  readonly span: Span;
}

/** A block within another one; those made by `dynamic` are there one by one. */
export interface EvaluatedBlock extends EvaluatedBody {
  readonly type: string;
  readonly labels: readonly string[];
  /** Why it is not known how many of this block there are, null when it is. */
  readonly uncertain: string | null;
  /** Of a `dynamic` block that stands for an unknown number of blocks: its own arguments. */
  readonly dynamic?: ReadonlyMap<string, EvaluatedAttribute>;
}

/** Which of the instances made by `count` or `for_each` it is. */
export type InstanceKey =
  | { readonly kind: 'single' }
  | { readonly kind: 'count'; readonly index: number }
  | { readonly kind: 'each'; readonly key: string }
  /** Stands for any number of instances. */
  | { readonly kind: 'unknown'; readonly reason: string };

/** That an argument of a block refers to another block. */
export interface ObjectReference {
  /** Types of nested blocks and the name of the argument. */
  readonly path: readonly string[];
  /** Without a key when it may be any instance. */
  readonly address: string;
}

/** A block of the top level of a module. */
export interface EvaluatedObject extends EvaluatedBody {
  /** `resource`, `data`, `provider`, `module`, `variable`, `output`, `locals`, `terraform` … */
  readonly kind: string;
  /** Such as `module.net["eu"].aws_subnet.private[0]`; an unknown key is written `[*]`. */
  readonly address: string;
  /** Address of the module it is in, empty for the root module. */
  readonly module: string;
  /** The first label, empty when there is none. */
  readonly type: string;
  /** The last label, empty when there is none. */
  readonly name: string;
  readonly key: InstanceKey;
  /** What the block works out to: the value of a variable or an output, else null. */
  readonly result: Value | null;
  /** What its expressions refer to, also through variables, local values and outputs. */
  readonly references: readonly ObjectReference[];
}
