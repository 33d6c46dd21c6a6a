import type { JsonObject, JsonValue } from '@securescan/model';

const MAX_DEPTH = 32;

/** Text that any writer can encode: without NUL, lone surrogates replaced by U+FFFD. */
export function cleanText(text: string): string {
  return (text.includes('\0') ? text.replaceAll('\0', '') : text).toWellFormed();
}

// Control characters are what is looked for.
const NEEDS_WORK = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]|  |^ | $/;
const BREAKS = /[\u0000-\u0020\u007f-\u009f\u2028\u2029]+/g;

/** Text on one line: control characters and line ends as spaces, none at the ends. */
export function cleanLine(text: string): string {
  return (NEEDS_WORK.test(text) ? text.replace(BREAKS, ' ').trim() : text).toWellFormed();
}

/** A JSON object with clean texts, finite numbers and bounded depth; the same object when there is nothing to do. */
export function cleanJson(value: JsonObject): JsonObject {
  return isCleanJson(value, 0) ? value : (cleanValue(value, 0) as JsonObject);
}

function isCleanJson(value: unknown, depth: number): boolean {
  if (value === null || typeof value === 'boolean') return true;
  if (typeof value === 'string') return !value.includes('\0') && value.isWellFormed();
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || depth >= MAX_DEPTH) return false;
  if (Array.isArray(value)) {
    for (const item of value as unknown[]) if (!isCleanJson(item, depth + 1)) return false;
    return true;
  }
  const record = value as Record<string, unknown>;
  for (const key of Object.keys(record)) {
    if (!isCleanJson(key, depth) || !isCleanJson(record[key], depth + 1)) return false;
  }
  return true;
}

function cleanValue(value: unknown, depth: number): JsonValue {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'string') return cleanText(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'object' || depth >= MAX_DEPTH) return null;
  if (Array.isArray(value)) return value.map((item) => cleanValue(item, depth + 1));
  // `fromEntries` defines own properties, so a key `__proto__` stays a key.
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([key, item]) => [cleanText(key), cleanValue(item, depth + 1)]),
  );
}
