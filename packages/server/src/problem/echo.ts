const MAX_DEPTH = 4;
const MAX_ITEMS = 20;
const MAX_TEXT = 1000;

/** What a client sent, cut to a size that may be sent back: hostile input neither deepens nor multiplies in the answer. */
export function toEcho(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT)}…` : value;
  if (typeof value !== 'object' || value === null) return value ?? null;
  if (depth === MAX_DEPTH) return '…';
  if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).map((item) => toEcho(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, MAX_ITEMS)
      .map(([name, member]) => [name, toEcho(member, depth + 1)]),
  );
}
