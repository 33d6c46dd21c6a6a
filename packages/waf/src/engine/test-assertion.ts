import { string, type MapValue, type Value, list, map } from '../evaluate/values.ts';
import { unknownText } from '../evaluate/unknown-text.ts';
import type { Span } from '../hcl/span.ts';
import type { InfrastructureBlock } from '../state/block.ts';
import type { BlockIndex } from './block-index.ts';
import type { CompiledAssertion } from './compiled.ts';
import { lookupAll, lookupFirst, type Lookup } from './lookup.ts';
import type { OperatorContext, ValueOperator } from './operators/operator.ts';
import { operators } from './operators/operators.ts';
import { fail, notKnown, type Outcome, PASS, skip } from './outcome.ts';

/** An outcome with the place that was looked at. */
export interface PlacedOutcome extends Outcome {
  readonly span: Span | null;
}

/** What unknown values mean: `skip` for not decided, `fail` for a text that is written and matches nothing. */
export type UnknownMode = 'skip' | 'fail';

/** Tests a condition on a block. */
export function testAssertion(
  block: InfrastructureBlock,
  compiled: CompiledAssertion,
  index: BlockIndex,
  mode: UnknownMode,
): PlacedOutcome {
  return testIn(block.attributes, compiled, block, index, mode);
}

function testIn(
  attributes: MapValue,
  compiled: CompiledAssertion,
  block: InfrastructureBlock,
  index: BlockIndex,
  mode: UnknownMode,
): PlacedOutcome {
  const { assertion, steps } = compiled;
  const operator = operators[assertion.op];
  const context: OperatorContext = {
    block,
    index,
    parent: attributes,
    subject: assertion.attribute,
    testWithin: (inner, condition) => testIn(inner, condition, block, index, mode),
  };
  if (operator.kind === 'block') return { ...operator.test(compiled, context), span: block.span };
  const each =
    operator.onAll === true || steps.some(({ kind }) => kind === 'all') ? orAll(assertion.each) : assertion.each;
  const test = (found: Lookup): PlacedOutcome => testValue(found, operator, compiled, context, mode);
  if (each === 'first') return test(lookupFirst(attributes, steps));
  return combine(lookupAll(attributes, steps).map(test), each, assertion.attribute);
}

function orAll(each: CompiledAssertion['assertion']['each']): CompiledAssertion['assertion']['each'] {
  return each === 'first' ? 'all' : each;
}

function testValue(
  found: Lookup,
  operator: ValueOperator,
  compiled: CompiledAssertion,
  context: OperatorContext,
  mode: UnknownMode,
): PlacedOutcome {
  const { ifMissing } = compiled.assertion;
  if (found.kind === 'missing' || (ifMissing !== null && found.value.kind === 'null')) {
    const span = found.kind === 'missing' ? found.near : found.value.span;
    return { ...missing(operator, compiled, context), span };
  }
  const value = mode === 'fail' ? withoutUnknowns(found.value) : found.value;
  const outcome =
    value.kind === 'unknown' && operator.takesUnknown !== true
      ? notKnown(value, context.subject)
      : operator.test(value, compiled, { ...context, parent: found.parent });
  return { ...outcome, span: value.span };
}

function missing(operator: ValueOperator, compiled: CompiledAssertion, context: OperatorContext): Outcome {
  const { ifMissing } = compiled.assertion;
  if (ifMissing === 'pass') return PASS;
  if (ifMissing === 'skip') return skip(`${context.subject} is not set.`);
  if (ifMissing === null) {
    const own = operator.missing?.(compiled, context) ?? null;
    if (own !== null) return own;
  }
  return fail(`${context.subject} is not set.`);
}

function combine(outcomes: readonly PlacedOutcome[], each: 'any' | 'all' | 'none', subject: string): PlacedOutcome {
  const first = (status: Outcome['status']): PlacedOutcome | undefined =>
    outcomes.find((outcome) => outcome.status === status);
  const [any] = outcomes;
  const passed: PlacedOutcome = { ...PASS, span: any?.span ?? null };
  if (each === 'all') return first('FAIL') ?? first('SKIP') ?? passed;
  if (each === 'any') return first('PASS') ?? first('SKIP') ?? first('FAIL') ?? passed;
  const met = first('PASS');
  if (met !== undefined) return { ...fail(`${subject} meets a condition that nothing may meet.`), span: met.span };
  return first('SKIP') ?? passed;
}

function withoutUnknowns(value: Value): Value {
  if (value.kind === 'unknown') return string(unknownText(value), value.span);
  if (!('unknownInside' in value) || value.unknownInside === null) return value;
  if ('items' in value) return list(value.items.map(withoutUnknowns), value.span, value.kind);
  const entries = [...value.entries].map(([name, item]): readonly [string, Value] => [name, withoutUnknowns(item)]);
  return map(new Map(entries), value.span, value.kind);
}
