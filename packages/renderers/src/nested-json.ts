/** What `JSON.stringify` writes per level in front of the next one: a bracket and a line end. */
const BRACKET = 2;
const INDENT = 2;

/**
 * The members of an object, or the items of a list, as `JSON.stringify(…, null, 2)` writes them `depth` levels deep:
 * indented, without the brackets around them. A large document is put together of such pieces, so that neither it nor what
 * it is made of has to be in memory as a whole.
 * @param value - not empty
 * @param depth - 1 for what stands directly in the outermost brackets
 */
export function nestedJson(value: object, depth: number): string {
  let wrapped: unknown = value;
  for (let level = 1; level < depth; level += 1) wrapped = [wrapped];
  const text = JSON.stringify(wrapped, null, INDENT);
  const indents = (INDENT * depth * (depth - 1)) / 2;
  const around = BRACKET * depth + indents;
  return text.slice(around, text.length - around);
}

/** Items that are made and written at once: few enough that neither outlives a collection of young objects. */
const BATCH = 25;

/**
 * A list with its name as a member, in pieces of whole lines without the last line end: `"results": [ … ],`.
 * @param depth - of the member, as for `nestedJson`
 */
export function* nestedList<Item>(
  name: string,
  items: readonly Item[],
  toValue: (item: Item) => object,
  depth: number,
): Generator<string> {
  const indent = ' '.repeat(INDENT * depth);
  if (items.length === 0) {
    yield `${indent}"${name}": [],`;
    return;
  }
  yield `${indent}"${name}": [`;
  for (let start = 0; start < items.length; start += BATCH) {
    const batch = nestedJson(items.slice(start, start + BATCH).map(toValue), depth + 1);
    yield start + BATCH < items.length ? `${batch},` : batch;
  }
  yield `${indent}],`;
}
