import type { JsonObject, JsonValue } from '@securescan/model';

/** A text, or the default where there is none. */
export function toText(value: unknown, fallback = ''): string {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return fallback;
  return JSON.stringify(value);
}

export function toInteger(value: unknown): number {
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : 0;
}

export function toObject(value: unknown): JsonObject | null {
  return isObject(value) ? value : null;
}

/** The members that are objects. */
export function toObjects(value: unknown): readonly JsonObject[] {
  return toList(value).filter(isObject);
}

export function toList(value: unknown): readonly JsonValue[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [];
}

/** The members that are whole numbers. */
export function toNumbers(value: unknown): Readonly<Record<string, number>> {
  const entries = Object.entries(toObject(value) ?? {});
  return Object.fromEntries(
    entries.filter((entry): entry is [string, number] => typeof entry[1] === 'number' && Number.isInteger(entry[1])),
  );
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
