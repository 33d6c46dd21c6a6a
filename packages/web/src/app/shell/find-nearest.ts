/** The address that is spelled most alike, or null when none is near. */
export function findNearest(path: string, addresses: readonly string[]): string | null {
  const scored = addresses.map((address) => ({
    address,
    distance: measure(path.toLowerCase(), address.toLowerCase()),
  }));
  const [best] = scored.toSorted((a, b) => a.distance - b.distance);
  return best !== undefined && best.distance <= Math.max(2, best.address.length / 2) ? best.address : null;
}

/** Edit distance (Levenshtein) of two short texts. */
function measure(from: string, to: string): number {
  const source = from.slice(0, 64);
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= source.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= to.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (source[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
