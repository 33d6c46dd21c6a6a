/** Values of named placeholders, bound as exchanges are played; the same name stands for one value within a file. */
export type Bindings = Map<string, string>;

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const WHOLE_UUID = new RegExp(`^${UUID}$`);
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
  hmac_sha256_hex: '[0-9a-f]{64}',
  text: '[^]*',
};

const PLACEHOLDER = /<([a-z][a-z0-9_ ]*(?::[^<>]+)?)>/g;
/** `<201 characters>` is so many of them. */
const REPEATED = /^<(\d+) characters>$/;
/** Whole bodies that were left out. */
const LEFT_OUT =
  /^<(?:omitted|html(?: document)?(?:: [^]*)?|openapi document|event stream|standard \w+ of the installer|see [^]*)>$/;

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

/** A value of which only a form is expected. */
export class Shape {
  readonly description: string;
  readonly fits: (actual: unknown) => boolean;

  constructor(description: string, fits: (actual: unknown) => boolean) {
    this.description = description;
    this.fits = fits;
  }

  toJSON(): string {
    return `<${this.description}>`;
  }
}

/** A text of a form. */
export const textLike = (pattern: RegExp): Shape =>
  new Shape(pattern.source, (actual) => typeof actual === 'string' && pattern.test(actual));

/** A list whose members all have a form. */
export const listOf = (pattern: RegExp): Shape =>
  new Shape(
    `list of ${pattern.source}`,
    (actual) => Array.isArray(actual) && actual.every((item) => pattern.test(String(item))),
  );

/** What is let pass although it was not recorded so. */
export interface UnifyRules {
  /** Whether a member that the recording does not have is expected. */
  readonly isExtraAllowed: (path: string) => boolean;
  /** What is expected in place of a recorded member; the same value where nothing else is. */
  readonly adapt?: (path: string, recorded: unknown) => unknown;
  /** Is told where only the adapted value is what was answered. */
  readonly onAdapted?: (path: string, recorded: unknown) => void;
}

/**
 * Compares an answer with a recorded one and binds the placeholders that are met for the first time.
 * @returns differences, as `path: expected …, got …`; none when they are the same
 */
export function unify(
  recorded: unknown,
  actual: unknown,
  bindings: Bindings,
  rules: UnifyRules,
  path = '',
): readonly string[] {
  const expected = rules.adapt ? rules.adapt(path, recorded) : recorded;
  const before = new Map(bindings);
  const differences = unifyValue(expected, actual, bindings, rules, path);
  const isAdapted = expected !== recorded && differences.length === 0;
  if (isAdapted && unifyValue(recorded, actual, before, rules, path).length > 0) rules.onAdapted?.(path, recorded);
  return differences;
}

function unifyValue(
  expected: unknown,
  actual: unknown,
  bindings: Bindings,
  rules: UnifyRules,
  path: string,
): readonly string[] {
  if (expected instanceof Shape) return expected.fits(actual) ? [] : [difference(path, expected, actual)];
  if (typeof expected === 'string') {
    return LEFT_OUT.test(expected) || unifyText(expected, actual, bindings) ? [] : [difference(path, expected, actual)];
  }
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual) || actual.length !== expected.length) return [difference(path, expected, actual)];
    return expected.flatMap((item, index) => unify(item, actual[index], bindings, rules, `${path}[]`));
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
    else differences.push(...unify(member, Reflect.get(actual, name), bindings, rules, here));
  }
  for (const name of Object.keys(actual)) {
    const here = path === '' ? name : `${path}.${name}`;
    if (!(name in expected) && !rules.isExtraAllowed(here)) differences.push(`${here}: was not recorded`);
  }
  return differences;
}

/** Binds a name to a value; of an id, `<name_8>` is the beginning. */
export function bind(bindings: Bindings, name: string, value: string): void {
  bindings.set(name, value);
  if (WHOLE_UUID.test(value)) bindings.set(`${name}_8`, value.slice(0, 8));
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
  names.forEach((name, index) => {
    bind(bindings, name, match[index + 1] ?? '');
  });
  return true;
}

function difference(path: string, expected: unknown, actual: unknown): string {
  return `${path === '' ? 'body' : path}: expected ${cut(expected)}, got ${cut(actual)}`;
}

function cut(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 900 ? `${text.slice(0, 900)}…` : text;
}
