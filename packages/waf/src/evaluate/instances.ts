import { formatNumber, toNumber, toText } from './convert.ts';
import { EvaluationError } from './evaluation-error.ts';
import type { InstanceKey } from './evaluated.ts';
import { forElements } from './iterate.ts';
import { findUnknown, map, number, string, unknown, type Value } from './values.ts';

export interface Instance {
  readonly key: InstanceKey;
  /** `count` or `each`. */
  readonly names: ReadonlyMap<string, Value>;
}

export const SINGLE: Instance = { key: { kind: 'single' }, names: new Map() };

/** The instances that `count` makes. */
export function countInstances(count: Value, max: number): readonly Instance[] {
  const value = toNumber(count);
  if (value.kind === 'unknown') return [standIn('count', value.reason)];
  if (value.kind !== 'number' || !Number.isInteger(value.value) || value.value < 0) {
    throw new EvaluationError('`count` is a whole number of 0 or more.', count.span);
  }
  if (value.value > max)
    throw new EvaluationError(
      `${formatNumber(value.value)} instances are more than the ${max} that are worked out.`,
      count.span,
    );
  return Array.from({ length: value.value }, (_, index) => ({
    key: { kind: 'count', index },
    names: new Map([['count', map(new Map([['index', number(index)]]))]]),
  }));
}

/** The instances that `for_each` makes. */
export function eachInstances(collection: Value, max: number): readonly Instance[] {
  if (collection.kind === 'list' || collection.kind === 'null') {
    throw new EvaluationError(
      '`for_each` takes a map or a set of texts; toset() makes a set of a list.',
      collection.span,
    );
  }
  const elements = forElements(collection);
  if (elements === null) return [standIn('each', findUnknown(collection)?.reason ?? 'its elements are unknown')];
  if (elements.length > max)
    throw new EvaluationError(
      `${elements.length} instances are more than the ${max} that are worked out.`,
      collection.span,
    );
  return elements.map(([key, value]): Instance => {
    const name = toText(key);
    if (name.kind !== 'string') return standIn('each', name.kind === 'unknown' ? name.reason : 'a key is null');
    return {
      key: { kind: 'each', key: name.value },
      names: new Map([
        [
          'each',
          map(
            new Map<string, Value>([
              ['key', string(name.value)],
              ['value', value],
            ]),
          ),
        ],
      ]),
    };
  });
}

/** One instance in place of an unknown number of them. */
export function standIn(name: 'count' | 'each', reason: string): Instance {
  const nothing = unknown(reason);
  return { key: { kind: 'unknown', reason }, names: new Map([[name, map(new Map(), null, 'object', nothing)]]) };
}

export function keySuffix(key: InstanceKey): string {
  switch (key.kind) {
    case 'single':
      return '';
    case 'count':
      return `[${key.index}]`;
    case 'each':
      return `[${JSON.stringify(key.key)}]`;
    case 'unknown':
      return '[*]';
    default:
      return key satisfies never;
  }
}
