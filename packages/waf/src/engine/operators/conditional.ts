import { equals } from '../../evaluate/convert.ts';
import type { MapValue, Value } from '../../evaluate/values.ts';
import { lookupFirst } from '../lookup.ts';
import { fail, notKnown, type Outcome, PASS, skip } from '../outcome.ts';
import type { CompiledAssertion } from '../compiled.ts';
import type { BlockOperator, OperatorContext, ValueOperator } from './operator.ts';

const WITHOUT_CONDITIONS = 'There are no conditions.';
const WITHOUT_SIBLING = 'There is no value with a sibling_condition.';

/** Every entry of `required_providers` has the attribute; an entry that is a text is its version. */
export const attributeExistsOnAllProviders: BlockOperator = {
  kind: 'block',
  test: ({ assertion: { attribute } }, { block }) => {
    const required = block.kind === 'terraform' ? block.attributes.entries.get('required_providers') : undefined;
    if (required === undefined) return skip('The block has no required_providers.');
    if (required.kind === 'unknown') return notKnown(required, 'required_providers');
    const maps = 'items' in required ? required.items : [required];
    const entries = maps.flatMap((map) => ('entries' in map ? [...map.entries] : []));
    const without = entries.filter(([, entry]) => !hasAttribute(entry, attribute)).map(([name]) => name);
    return without.length === 0 ? PASS : fail(`Without ${attribute} in required_providers: ${without.join(', ')}.`);
  },
};

function hasAttribute(entry: Value, attribute: string): boolean {
  if (entry.kind === 'unknown') return true;
  if (entry.kind === 'string') return attribute === 'version';
  if (!('entries' in entry)) return false;
  const found = entry.entries.get(attribute) ?? entry.rest ?? undefined;
  return found !== undefined && found.kind !== 'null';
}

/** `ns/name/provider` or `host/ns/name/provider`, perhaps with a folder in it. */
const REGISTRY_SOURCE = /^(?:[\w-]+(?:\.[\w-]+)+(?::\d+)?\/)?[\w-]+\/[\w-]+\/[\w-]+(?:\/\/.*)?$/;

/** The attribute is there, where the condition holds. */
export const attributeExistsIf: BlockOperator = {
  kind: 'block',
  test: ({ assertion, steps }, { block, subject }) => {
    if (assertion.condition !== 'source_starts_with_registry') {
      return skip(`The condition ${assertion.condition ?? 'that is missing'} is not known.`);
    }
    const source = block.attributes.entries.get('source');
    if (source?.kind === 'unknown') return notKnown(source, 'source');
    if (source?.kind !== 'string' || !REGISTRY_SOURCE.test(source.value)) return PASS;
    const found = lookupFirst(block.attributes, steps);
    return found.kind === 'found' && found.value.kind !== 'null' ? PASS : fail(`${subject} is not set.`);
  },
};

/** Not: the value is true or the expected one (or is a nested block), and every condition holds next to it (or within it). */
export const notAllTrueWith: ValueOperator = {
  kind: 'value',
  onAll: true,
  missing: ({ conditions }) => (conditions.length === 0 ? skip(WITHOUT_CONDITIONS) : PASS),
  test: (value, assertion, context) => {
    if (assertion.conditions.length === 0) return skip(WITHOUT_CONDITIONS);
    const within = 'items' in value ? value.items : [value];
    const outcomes = within.map((item) => allHold(item, assertion, context));
    return outcomes.find(({ status }) => status === 'FAIL') ?? outcomes.find(({ status }) => status === 'SKIP') ?? PASS;
  },
};

function allHold(value: Value, compiled: CompiledAssertion, context: OperatorContext): Outcome {
  const { conditions, assertion, expected } = compiled;
  if (value.kind === 'unknown') return notKnown(value, context.subject);
  const isBlock = 'entries' in value;
  const isOn = assertion.hasExpected ? equals(value, expected) : isTrue(value);
  if (!isBlock && !isOn) return PASS;
  const map = isBlock ? value : context.parent;
  if (map === null) return skip('What stands next to it is not known before a plan.');
  return unlessAll(
    conditions.map((condition) => context.testWithin(map, condition)),
    `${context.subject} meets all conditions that must not come together.`,
  );
}

function isTrue(value: Value): boolean {
  return value.kind === 'string' ? value.value.toLowerCase() === 'true' : value.kind === 'bool' && value.value;
}

/** Fails when all conditions hold; passes when one surely does not. */
function unlessAll(outcomes: readonly Outcome[], why: string): Outcome {
  if (outcomes.some(({ status }) => status === 'FAIL')) return PASS;
  return outcomes.find(({ status }) => status === 'SKIP') ?? fail(why);
}

/** Not: the value equals the given one and the condition holds next to it. */
export const notEqualsWithSibling: ValueOperator = {
  kind: 'value',
  onAll: true,
  missing: ({ siblingCondition }) => (siblingCondition === null ? skip(WITHOUT_SIBLING) : PASS),
  test: (value, { expected, assertion, siblingCondition }, context) => {
    if (siblingCondition === null || !assertion.hasExpected) return skip(WITHOUT_SIBLING);
    if (!equals(value, expected)) return PASS;
    const map: MapValue | null = context.parent;
    if (map === null) return skip('What stands next to it is not known before a plan.');
    return unlessAll(
      [context.testWithin(map, siblingCondition)],
      `${context.subject} and ${siblingCondition.assertion.attribute} must not be so together.`,
    );
  },
};
