/**
 * What changes from one text to another, line by line: `- old`, `+ new`, unchanged lines left out.
 * For small texts; the table of the longest common subsequence is quadratic, so over 1000 lines all are called changed.
 */
export function renderLineDiff(older: string, newer: string): readonly string[] {
  const a = older.split('\n');
  const b = newer.split('\n');
  if (a.length > 1000 || b.length > 1000) return [...a.map((line) => `- ${line}`), ...b.map((line) => `+ ${line}`)];
  const common = measureCommon(a, b);
  const lines: string[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      i += 1;
      j += 1;
    } else if (j >= b.length || (i < a.length && (common[i + 1]?.[j] ?? 0) >= (common[i]?.[j + 1] ?? 0))) {
      lines.push(`- ${a[i]}`);
      i += 1;
    } else {
      lines.push(`+ ${b[j]}`);
      j += 1;
    }
  }
  return lines;
}

/** `[i][j]`: length of the longest common subsequence of `a` from `i` and `b` from `j`. */
function measureCommon(a: readonly string[], b: readonly string[]): readonly (readonly number[])[] {
  const table = Array.from({ length: a.length + 1 }, () => Array.from({ length: b.length + 1 }, () => 0));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const row = table[i];
      if (row === undefined) continue;
      row[j] = a[i] === b[j] ? (table[i + 1]?.[j + 1] ?? 0) + 1 : Math.max(table[i + 1]?.[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return table;
}
