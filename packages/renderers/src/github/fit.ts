/** GitHub refuses bodies over 65,536 characters; the rest is room for what the poster adds. */
export const MAX_BODY_LENGTH = 60_000;

/** Whole items from the front that fit into `budget` characters, each with a line end, and how many did not. */
export function takeWhole(
  items: readonly string[],
  budget: number,
): { readonly kept: readonly string[]; readonly dropped: number; readonly used: number } {
  let used = 0;
  let count = 0;
  for (const item of items) {
    if (used + item.length + 1 > budget) break;
    used += item.length + 1;
    count += 1;
  }
  return { kept: items.slice(0, count), dropped: items.length - count, used };
}
