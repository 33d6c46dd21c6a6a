/** Of the words the one that was probably meant; null when none is near. */
function nearestWord(word: string, words: readonly string[]): string | null {
  const wanted = word.toLowerCase().slice(0, 60);
  let best: string | null = null;
  let least = Math.max(2, Math.floor(wanted.length / 3)) + 1;
  for (const one of words) {
    const distance = editDistance(wanted, one.toLowerCase());
    if (distance < least) {
      best = one;
      least = distance;
    }
  }
  return best;
}

/** ` Did you mean X?`, or nothing. */
export function didYouMean(word: string, words: readonly string[]): string {
  const nearest = nearestWord(word, words);
  return nearest === null ? '' : ` Did you mean ${nearest}?`;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
