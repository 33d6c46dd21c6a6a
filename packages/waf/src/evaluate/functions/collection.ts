import { compareCodePoints } from '@securescan/model';
import { equals, formatNumber, keyOf, makeSet } from '../convert.ts';
import { EvaluationError } from '../evaluation-error.ts';
import {
  bool,
  derived,
  findUnknown,
  list,
  map,
  nullValue,
  number,
  sortedEntries,
  string,
  unknown,
  type UnknownValue,
  type Value,
} from '../values.ts';
import {
  boolOf,
  type FunctionTable,
  integerOf,
  listOf,
  mapOf,
  numberOf,
  takes,
  takesAny,
  takesParts,
  textOf,
  texts,
  textsOf,
} from './function.ts';
import { charactersOf } from './text.ts';

const MANY = Number.POSITIVE_INFINITY;
const MAX_RANGE = 1024;
const MAX_PRODUCT = 100_000;

function isEmpty(value: Value): boolean {
  if (value.kind === 'list' || value.kind === 'set') return value.items.length === 0;
  return value.kind === 'null' || (value.kind === 'string' && value.value === '');
}

/** Lists within lists become one; an element that is unknown may be a list of any length. */
function flatten(value: Value): Value {
  const flat: Value[] = [];
  const collect = (item: Value): Value | null => {
    if (item.kind === 'unknown') return item;
    if (item.kind !== 'list' && item.kind !== 'set') {
      flat.push(item);
      return null;
    }
    for (const inner of item.items) {
      const stop = collect(inner);
      if (stop !== null) return stop;
    }
    return null;
  };
  return collect(listOf(value)) ?? list(flat);
}

function element(value: Value | undefined, index: number): Value {
  const { items } = listOf(value);
  if (items.length === 0) throw new EvaluationError('An empty list has no element.');
  return items.at(index % items.length) ?? nullValue();
}

function range(args: readonly Value[]): Value {
  const numbers = args.map(numberOf);
  const [start = 0, limit = 0] = numbers.length === 1 ? [0, ...numbers] : numbers;
  const step = numbers[2] ?? (limit < start ? -1 : 1);
  const made: Value[] = [];
  if (step === 0 || (limit > start !== step > 0 && limit !== start))
    throw new EvaluationError('The step leads away from the limit.');
  for (let at = start; step > 0 ? at < limit : at > limit; at += step) {
    if (made.length >= MAX_RANGE) throw new EvaluationError(`A range has at most ${MAX_RANGE} numbers.`);
    made.push(number(at));
  }
  return list(made);
}

function product(lists: readonly (readonly Value[])[]): Value {
  const size = lists.reduce((total, items) => total * items.length, 1);
  if (size * lists.length > MAX_PRODUCT) throw new EvaluationError(`A product has at most ${MAX_PRODUCT} elements.`);
  let rows: readonly (readonly Value[])[] = [[]];
  for (const items of lists) rows = rows.flatMap((row) => items.map((item) => [...row, item]));
  return list(rows.map((row) => list(row)));
}

function slice(value: Value | undefined, from: number, to: number): Value {
  const { items } = listOf(value);
  if (from < 0 || to < from || to > items.length) {
    throw new EvaluationError(
      `A list of ${items.length} has no elements ${formatNumber(from)} to ${formatNumber(to)}.`,
    );
  }
  return list(items.slice(from, to));
}

function lookup([value, name, fallback]: readonly Value[]): Value {
  const { entries, rest } = mapOf(value);
  const found = entries.get(textOf(name)) ?? rest ?? fallback;
  if (found !== undefined) return found;
  throw new EvaluationError(`There is no ${textOf(name)} in the map and no default is given.`);
}

/** The first that is known to be something; unknown when an unknown one comes before. */
function coalesce(values: readonly Value[]): Value {
  for (const value of values) {
    if (value.kind === 'unknown') return value;
    if (!isEmpty(value) || value.kind === 'set' || value.kind === 'list') return value;
  }
  throw new EvaluationError('All arguments are null or empty.');
}

/** What an unknown map may replace is unknown, what comes after it is known. */
function merge(values: readonly Value[]): Value {
  const found = new Map<string, Value>();
  let rest: UnknownValue | null = null;
  for (const value of values.toReversed()) {
    if (value.kind === 'null') continue;
    if (value.kind === 'unknown') {
      rest = derived(value);
      continue;
    }
    const one = mapOf(value);
    for (const [name, item] of one.entries) if (!found.has(name)) found.set(name, rest ?? item);
    rest = one.rest ?? rest;
  }
  return rest !== null && found.size === 0 ? rest : map(new Map([...found].toReversed()), null, 'object', rest);
}

function transpose(value: Value | undefined): Value {
  const turned = new Map<string, string[]>();
  for (const [name, items] of sortedEntries(mapOf(value))) {
    for (const item of textsOf(items)) {
      const names = turned.get(item);
      if (names === undefined) turned.set(item, [name]);
      else names.push(name);
    }
  }
  return map(
    new Map([...turned].toSorted(([a], [b]) => compareCodePoints(a, b)).map(([name, names]) => [name, texts(names)])),
  );
}

function length(value: Value | undefined): Value {
  if (value?.kind === 'string') return number(charactersOf(value.value).length);
  if (value?.kind === 'list' || value?.kind === 'set') return number(value.items.length);
  const { entries, rest } = mapOf(value);
  return rest ?? number(entries.size);
}

function compareSets(lists: readonly Value[], keep: (counts: number, total: number) => boolean): Value {
  const counts = new Map<string, { readonly item: Value; count: number }>();
  for (const one of lists) {
    for (const item of listOf(makeSet(listOf(one).items)).items) {
      const key = keyOf(item);
      const seen = counts.get(key) ?? { item, count: 0 };
      seen.count += 1;
      counts.set(key, seen);
    }
  }
  return makeSet([...counts.values()].filter(({ count }) => keep(count, lists.length)).map(({ item }) => item));
}

export const collectionFunctions: FunctionTable = {
  alltrue: takesParts(1, 1, ([value]) => every(listOf(value).items, false)),
  anytrue: takesParts(1, 1, ([value]) => every(listOf(value).items, true)),
  chunklist: takesParts(2, 2, ([value, size]) => {
    const { items } = listOf(value);
    const width = integerOf(size);
    if (width < 1) throw new EvaluationError('The size of a chunk is at least 1.');
    return list(
      Array.from({ length: Math.ceil(items.length / width) }, (_, at) =>
        list(items.slice(at * width, (at + 1) * width)),
      ),
    );
  }),
  coalesce: { min: 1, max: MANY, unknowns: 'none', run: coalesce },
  coalescelist: takesParts(1, MANY, (values) => {
    const found = values.find((value) => !isEmpty(value));
    if (found === undefined) throw new EvaluationError('All lists are empty.');
    return found;
  }),
  compact: takes(1, 1, ([value]) => list(listOf(value).items.filter((item) => !isEmpty(item)))),
  concat: takesParts(1, MANY, (values) => list(values.flatMap((value) => listOf(value).items))),
  contains: takesParts(2, 2, ([value, wanted]) => {
    const { items } = listOf(value);
    const item = wanted ?? nullValue();
    if (findUnknown(item) === null && items.some((one) => findUnknown(one) === null && equals(one, item)))
      return bool(true);
    const doubt = findUnknown(item) ?? items.map(findUnknown).find((one) => one !== null);
    return doubt === undefined || doubt === null ? bool(false) : unknown(doubt.reason, doubt.span);
  }),
  distinct: takes(1, 1, ([value]) => {
    const kept = new Set<string>();
    return list(
      listOf(value).items.filter((item) => {
        const key = keyOf(item);
        if (kept.has(key)) return false;
        kept.add(key);
        return true;
      }),
    );
  }),
  element: takesParts(2, 2, ([value, index]) => element(value, integerOf(index))),
  flatten: takesParts(1, 1, ([value]) => flatten(value ?? nullValue())),
  index: takes(2, 2, ([value, wanted]) => {
    const at = listOf(value).items.findIndex((item) => equals(item, wanted ?? nullValue()));
    if (at === -1) throw new EvaluationError('The list does not hold this element.');
    return number(at);
  }),
  keys: takesParts(1, 1, ([value]) => {
    const object = mapOf(value);
    return object.rest ?? texts(sortedEntries(object).map(([name]) => name));
  }),
  values: takesParts(1, 1, ([value]) => {
    const object = mapOf(value);
    return object.rest ?? list(sortedEntries(object).map(([, item]) => item));
  }),
  length: takesParts(1, 1, ([value]) => length(value)),
  list: takesParts(0, MANY, (values) => list(values)),
  lookup: takesParts(2, 3, lookup),
  map: takesParts(0, MANY, (values) => {
    const entries = new Map<string, Value>();
    for (let at = 0; at + 1 < values.length; at += 2) entries.set(textOf(values[at]), values[at + 1] ?? nullValue());
    return map(entries, null, 'map');
  }),
  matchkeys: takes(3, 3, ([value, keys, search]) => {
    const wanted = new Set(listOf(search).items.map(keyOf));
    const { items } = listOf(keys);
    return list(listOf(value).items.filter((_, at) => wanted.has(keyOf(items[at] ?? nullValue()))));
  }),
  merge: takesAny(0, MANY, merge),
  one: takesParts(1, 1, ([value]) => {
    const { items } = listOf(value);
    if (items.length > 1)
      throw new EvaluationError(`A list with one element or none is needed, this has ${items.length}.`);
    return items[0] ?? nullValue();
  }),
  range: takes(1, 3, range),
  reverse: takesParts(1, 1, ([value]) => list(listOf(value).items.toReversed())),
  setintersection: takes(1, MANY, (lists) => compareSets(lists, (count, total) => count === total)),
  setunion: takes(1, MANY, (lists) => compareSets(lists, () => true)),
  setsubtract: takes(2, 2, ([value, without]) => {
    const gone = new Set(listOf(without).items.map(keyOf));
    return makeSet(listOf(value).items.filter((item) => !gone.has(keyOf(item))));
  }),
  setproduct: takesParts(1, MANY, (lists) => product(lists.map((one) => listOf(one).items))),
  slice: takesParts(3, 3, ([value, from, to]) => slice(value, integerOf(from), integerOf(to))),
  sum: takes(1, 1, ([value]) => {
    const { items } = listOf(value);
    if (items.length === 0) throw new EvaluationError('An empty list has no sum.');
    return number(items.map(numberOf).reduce((a, b) => a + b));
  }),
  transpose: takes(1, 1, ([value]) => transpose(value)),
  zipmap: takesParts(2, 2, ([names, items]) => {
    const keys = textsOf(names);
    const values = listOf(items).items;
    if (keys.length !== values.length) throw new EvaluationError('The lists are not of the same length.');
    return map(new Map(keys.map((key, at) => [key, values[at] ?? string('')])), null, 'object');
  }),
};

/** Whether one is what settles the question, else whether any is unknown. */
function every(items: readonly Value[], settling: boolean): Value {
  let doubt: Value | null = null;
  for (const item of items) {
    if (item.kind === 'unknown') doubt ??= item;
    else if (boolOf(item) === settling) return bool(settling);
  }
  return doubt ?? bool(!settling);
}
