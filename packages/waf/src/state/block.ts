import type { MapValue, Value } from '../evaluate/values.ts';
import type { Span } from '../hcl/span.ts';

/** What a block is, by the names of Terraform's language; other inputs are brought into these. */
export const BLOCK_KINDS = [
  'resource',
  'data',
  'provider',
  'variable',
  'output',
  'locals',
  'module',
  'terraform',
] as const;
export type BlockKind = (typeof BLOCK_KINDS)[number];

/** That an attribute of one block refers to another block. */
export interface BlockReference {
  /** Names from the block down to the attribute that holds the expression; nested blocks by their types. */
  readonly path: readonly string[];
  /** Address of the block that is meant, without instance keys when all instances are. */
  readonly address: string;
}

/** One block of infrastructure code as controls look at it. Instances made by `count` and `for_each` are blocks of their own. */
export interface InfrastructureBlock {
  readonly kind: BlockKind;
  /** Such as `aws_s3_bucket`; of variables and modules their names. */
  readonly type: string;
  readonly name: string;
  /** `type.name`, `provider.<type>`, `var.<name>`, `module.<name>`, `terraform`; within modules `module.m.type.name`. */
  readonly address: string;
  /** Folder of the root module it is part of; blocks of different roots do not see each other. Absent where there are no folders. */
  readonly root?: string;
  /** What a variable or an output works out to, be it by its default or by what is given. */
  readonly value?: Value | null;
  /**
   * Attributes and nested blocks. A kind of nested block is a list of maps, one for each, also for a single one; a block with
   * labels is a map from its label to its body. The span of a value is where this block writes it, not where a variable
   * behind it has its default.
   */
  readonly attributes: MapValue;
  /** The whole block; null where the input has no lines (a plan). */
  readonly span: Span | null;
  /** Blocks that its expressions refer to, also through locals, in order and without repetition. */
  readonly references: readonly BlockReference[];
}
