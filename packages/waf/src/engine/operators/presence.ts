import type { Value } from '../../evaluate/values.ts';
import type { InfrastructureBlock } from '../../state/block.ts';
import { lookupFirst } from '../lookup.ts';
import { fail, notKnown, type Outcome, PASS, passIf } from '../outcome.ts';
import { unknownText } from '../../evaluate/unknown-text.ts';
import type { BlockOperator, OperatorContext, ValueOperator } from './operator.ts';

export const attributeExists: ValueOperator = {
  kind: 'value',
  takesUnknown: true,
  test: (value, _assertion, { subject }) => passIf(value.kind !== 'null', `${subject} is null.`),
};

export const attributeExistsOrFallback: ValueOperator = {
  kind: 'value',
  takesUnknown: true,
  missing: ({ fallbackSteps, assertion }, { block, subject }) => {
    const found = lookupFirst(block.attributes, fallbackSteps);
    return found.kind === 'found' && found.value.kind !== 'null'
      ? PASS
      : fail(`Neither ${subject} nor ${assertion.fallbackAttribute ?? ''} is set.`);
  },
  test: (value, assertion, context) =>
    value.kind === 'null' ? (attributeExistsOrFallback.missing?.(assertion, context) ?? PASS) : PASS,
};

export const notEmpty: ValueOperator = {
  kind: 'value',
  takesUnknown: true,
  test: (value, _assertion, { subject }) => passIf(!isEmpty(value), `${subject} is empty.`),
};

function isEmpty(value: Value): boolean {
  if (value.kind === 'null') return true;
  if (value.kind === 'string') return value.value === '';
  if ('items' in value) return value.items.length === 0;
  return 'entries' in value && value.entries.size === 0 && value.rest === null;
}

export const keyExists: ValueOperator = {
  kind: 'value',
  missing: ({ assertion: { key } }, context) => (hasDefaultTag(key ?? '', context) ? PASS : null),
  test: (value, { assertion: { key } }, context) => {
    const name = key ?? '';
    const found = findKey(value, name);
    if (found === 'yes' || hasDefaultTag(name, context)) return PASS;
    return found === 'unknown' ? notKnown(value, context.subject) : fail(`${context.subject} has no key ${name}.`);
  },
};

function findKey(value: Value, key: string): 'yes' | 'no' | 'unknown' {
  if (value.kind === 'unknown') return 'unknown';
  if (value.kind === 'map' || value.kind === 'object') {
    if (value.entries.has(key)) return 'yes';
    // A key that is worked out later stands as `${…}`.
    return value.rest !== null || [...value.entries.keys()].some((name) => name.startsWith('${')) ? 'unknown' : 'no';
  }
  if (!('items' in value)) return 'no';
  const found = value.items.map((item) => findKey(item, key));
  if (found.includes('yes')) return 'yes';
  return found.includes('unknown') ? 'unknown' : 'no';
}

/** Providers add tags to all their resources: `default_tags` of aws, `default_labels` of google. */
function hasDefaultTag(key: string, { block, index, subject }: OperatorContext): boolean {
  if (block.kind !== 'resource') return false;
  const isTags = /^tags(?:_all)?$/.test(subject) && block.type.startsWith('aws_');
  const isLabels = subject === 'labels' && block.type.startsWith('google_');
  if (!isTags && !isLabels) return false;
  const alias = aliasOf(block);
  const path = isTags ? ['default_tags', 'tags'] : ['default_labels'];
  const steps = path.map((name) => ({ kind: 'name' as const, name }));
  return index.ofType('provider', isTags ? 'aws' : 'google').some((provider) => {
    const own = provider.attributes.entries.get('alias');
    if (provider.root !== block.root || (own?.kind === 'string' ? own.value : null) !== alias) return false;
    const tags = lookupFirst(provider.attributes, steps);
    return tags.kind === 'found' && findKey(tags.value, key) === 'yes';
  });
}

/** `west` of `provider = aws.west`. */
function aliasOf({ attributes }: InfrastructureBlock): string | null {
  const provider = attributes.entries.get('provider');
  if (provider?.kind !== 'unknown' && provider?.kind !== 'string') return null;
  const text = provider.kind === 'string' ? provider.value : unknownText(provider);
  return /^(?:\$\{)?[\w-]+\.([\w-]+)\}?$/.exec(text)?.[1] ?? null;
}

/** Nested blocks that the language itself has, by the kind of the block around them. */
const LANGUAGE_BLOCKS: Partial<Readonly<Record<InfrastructureBlock['kind'], readonly string[]>>> = {
  variable: ['validation'],
  terraform: ['backend', 'cloud', 'required_providers'],
  resource: ['lifecycle'],
  data: ['lifecycle'],
  output: ['precondition'],
};

/**
 * The block is there, since it is looked at. With the name of a nested block of the language, that one is; any other name
 * says nothing, since it cannot be told from an attribute.
 */
export const blockExists: BlockOperator = {
  kind: 'block',
  test: ({ steps }, { block, subject }): Outcome => {
    if (LANGUAGE_BLOCKS[block.kind]?.includes(subject) !== true) return PASS;
    const found = lookupFirst(block.attributes, steps);
    const isThere = found.kind === 'found' && !isEmpty(found.value);
    return passIf(isThere, `The block ${subject} is missing.`);
  },
};
