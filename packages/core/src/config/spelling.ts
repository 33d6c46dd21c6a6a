import { tidyPath } from './paths.ts';

const BOOLEAN_WORDS: ReadonlyMap<unknown, boolean> = new Map<unknown, boolean>([
  ...(['true', 'yes', 'on', 't', 'y', '1', 1] as const).map((word) => [word, true] as const),
  ...(['false', 'no', 'off', 'f', 'n', '0', 0] as const).map((word) => [word, false] as const),
]);

function toBoolean(value: unknown): unknown {
  return BOOLEAN_WORDS.get(typeof value === 'string' ? value.toLowerCase() : value) ?? value;
}

/** Keys of a scanner's entry that are switched on or off. */
const SWITCHES: ReadonlySet<string> = new Set(['enabled', 'skip_db_update', 'offline', 'passive_only']);

function toLower(value: unknown): unknown {
  return typeof value === 'string' ? value.toLowerCase() : value;
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function mapValues(value: unknown, change: (item: unknown) => unknown): unknown {
  return isMap(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, change(item)])) : value;
}

const SPELLINGS: Readonly<Record<string, (value: unknown) => unknown>> = {
  severity_overrides: (value) => mapValues(value, toLower),
  fail_on_severity: toLower,
  ai: toBoolean,
  semgrep_rules: (value) =>
    Array.isArray(value) ? value.map((item: unknown) => (typeof item === 'string' ? tidyPath(item) : item)) : value,
  scanners: (value) =>
    mapValues(value, (entry) =>
      isMap(entry)
        ? Object.fromEntries(
            Object.entries(entry).map(([key, item]) => [key, SWITCHES.has(key) ? toBoolean(item) : item]),
          )
        : entry,
    ),
};

/** Brings accepted spellings (`HIGH`, `yes`, `./rules//a.yml`) into the one form that the schema knows. */
export function canonicalSpelling(file: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(file).map(([key, value]) => [key, SPELLINGS[key]?.(value) ?? value]));
}
