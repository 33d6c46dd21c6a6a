/** An object out of an untrusted document. */
export type Fields = Readonly<Record<string, unknown>>;

const LONGEST_TEXT = 4096;

/** Whether the value is an object with named fields. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** One own field, so that `constructor` and friends are never found by accident. */
export function getField(value: unknown, key: string): unknown {
  return isFields(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** A usable text: not empty, not absurdly long; null for anything else. */
export function toText(value: unknown): string | null {
  return typeof value === 'string' && value !== '' && value.length <= LONGEST_TEXT ? value : null;
}

/** Shorthand for the text of one own field. */
export function getText(value: unknown, key: string): string | null {
  return toText(getField(value, key));
}

/** The items of a list; none for anything else. */
export function toList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Own entries of an object; none for anything else. */
export function toEntries(value: unknown): readonly (readonly [string, unknown])[] {
  return isFields(value) ? Object.entries(value) : [];
}
