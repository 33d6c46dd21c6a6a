import type { MapValue, Value } from '../../evaluate/values.ts';
import type { InfrastructureBlock } from '../../state/block.ts';
import type { BlockIndex } from '../block-index.ts';
import type { CompiledAssertion } from '../compiled.ts';
import type { Outcome } from '../outcome.ts';

/** What operators may look at besides the value. */
export interface OperatorContext {
  readonly block: InfrastructureBlock;
  readonly index: BlockIndex;
  /** The map that holds the value. */
  readonly parent: MapValue | null;
  /** How messages name the attribute. */
  readonly subject: string;
  /** Tests another condition within a map. */
  readonly testWithin: (map: MapValue, condition: CompiledAssertion) => Outcome;
}

/** An operator on the value of an attribute. */
export interface ValueOperator {
  readonly kind: 'value';
  /** What a missing attribute means where the assertion does not say it; fails otherwise. */
  readonly missing?: (assertion: CompiledAssertion, context: OperatorContext) => Outcome | null;
  /** It has an answer for a value that is unknown as a whole. Else such a value is skipped. */
  readonly takesUnknown?: boolean;
  /** Every element of lists on the way to the attribute counts, and one that fails decides. */
  readonly onAll?: boolean;
  readonly test: (value: Value, assertion: CompiledAssertion, context: OperatorContext) => Outcome;
}

/** An operator on a block as a whole. */
export interface BlockOperator {
  readonly kind: 'block';
  readonly test: (assertion: CompiledAssertion, context: OperatorContext) => Outcome;
}
