/** What stands for a value that is marked as sensitive. */
const MASK = '(sensitive value)';

/**
 * A value of a plan without what its marks call sensitive.
 * @param marks - `true` for all of it, else maps and lists of the value's own shape with `true` where it is sensitive
 */
export function maskSensitive(value: unknown, marks: unknown): unknown {
  if (value === null || value === undefined) return value;
  if (marks === true) return MASK;
  if (typeof marks !== 'object' || marks === null) return value;
  if (Array.isArray(value)) {
    const list: readonly unknown[] = Array.isArray(marks) ? marks : [];
    return value.map((item, index) => maskSensitive(item, list[index]));
  }
  if (typeof value !== 'object') return value;
  const named = new Map<string, unknown>(Object.entries(marks));
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, maskSensitive(item, named.get(name))]));
}
