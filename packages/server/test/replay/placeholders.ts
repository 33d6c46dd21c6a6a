/** Values of named placeholders, bound as exchanges are played; the same name stands for one value within a file. */
export type Bindings = Map<string, string>;

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
/** The recordings have no zone; ours say Z (server.md §0.3). */
const INSTANT = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|\+00:00)?`;

/** Placeholders that only fix a form. */
const FORMS: Readonly<Record<string, string>> = {
  uuid: UUID,
  request_id: UUID,
  ts: INSTANT,
  ts_tz: INSTANT,
  date: String.raw`\d{4}-\d\d-\d\d`,
  unix_ts: String.raw`\d{10}`,
  duration: String.raw`\d+(?:\.\d+)?`,
  number: String.raw`-?\d+(?:\.\d+)?`,
  sha256: '[0-9a-f]{64}',
  text: '[^]*',
};

const PLACEHOLDER = /<([a-z][a-z0-9_]*(?::[^<>\s]+)?)>/g;
/** `<201 characters>` is so many of them. */
const REPEATED = /^<(\d+) characters>$/;
/** Whole bodies that were left out: `<omitted>`, `<html: …>`, `<see …>`. */
const LEFT_OUT = /^<(?:omitted|html: [^]*|see [^]*)>$/;

/** Puts bound values in place of placeholders; names of whom nothing is known stay as they are. */
export function fillIn(text: string, bindings: Bindings): string {
  const [, count] = REPEATED.exec(text) ?? [];
  if (count !== undefined) return 'x'.repeat(Number(count));
  return text.replaceAll(PLACEHOLDER, (whole, name: string) => bindings.get(name) ?? whole);
}

/** `fillIn` for every text inside a value. */
export function fillInValue(value: unknown, bindings: Bindings): unknown {
  if (typeof value === 'string') return fillIn(value, bindings);
  if (Array.isArray(value)) return value.map((item) => fillInValue(item, bindings));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, fillInValue(member, bindings)]));
}

/** Whether a member that the recording does not have is expected. */
export type IsExtraAllowed = (path: string) => boolean;

/**
 * Compares an answer with a recorded one and binds the placeholders that are met for the first time.
 * @returns differences, as `path: expected …, got …`; none when they are the same
 */
export function unify(
  expected: unknown,
  actual: unknown,
  bindings: Bindings,
  isExtraAllowed: IsExtraAllowed,
  path = '',
): readonly string[] {
  if (typeof expected === 'string') {
    return LEFT_OUT.test(expected) || unifyText(expected, actual, bindings) ? [] : [difference(path, expected, actual)];
  }
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual) || actual.length !== expected.length) return [difference(path, expected, actual)];
    return expected.flatMap((item, index) => unify(item, actual[index], bindings, isExtraAllowed, `${path}[]`));
  }
  if (typeof expected !== 'object' || expected === null) {
    return Object.is(expected, actual) ? [] : [difference(path, expected, actual)];
  }
  if (typeof actual !== 'object' || actual === null || Array.isArray(actual))
    return [difference(path, expected, actual)];
  const differences: string[] = [];
  for (const [name, member] of Object.entries(expected)) {
    const here = path === '' ? name : `${path}.${name}`;
    if (!(name in actual)) differences.push(`${here}: is missing`);
    else differences.push(...unify(member, Reflect.get(actual, name), bindings, isExtraAllowed, here));
  }
  for (const name of Object.keys(actual)) {
    const here = path === '' ? name : `${path}.${name}`;
    if (!(name in expected) && !isExtraAllowed(here)) differences.push(`${here}: was not recorded`);
  }
  return differences;
}

function unifyText(expected: string, actual: unknown, bindings: Bindings): boolean {
  if (REPEATED.test(expected)) return fillIn(expected, bindings) === actual;
  // Numbers are recorded as placeholders too.
  const text = typeof actual === 'number' ? String(actual) : actual;
  if (typeof text !== 'string') return expected === '<text>' && actual === null;
  const names: string[] = [];
  const pattern = expected
    .split(PLACEHOLDER)
    .map((part, index) => {
      if (index % 2 === 0) return RegExp.escape(part);
      const known = FORMS[part] ?? (bindings.has(part) ? RegExp.escape(bindings.get(part) ?? '') : undefined);
      if (known !== undefined) return `(?:${known})`;
      names.push(part);
      return part.startsWith('fingerprint') ? '([0-9a-f]{64})' : '([^]+?)';
    })
    .join('');
  const match = new RegExp(`^${pattern}$`).exec(text);
  if (!match) return false;
  names.forEach((name, index) => bindings.set(name, match[index + 1] ?? ''));
  return true;
}

function difference(path: string, expected: unknown, actual: unknown): string {
  return `${path === '' ? 'body' : path}: expected ${cut(expected)}, got ${cut(actual)}`;
}

function cut(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
