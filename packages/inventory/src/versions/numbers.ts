/** Compares two runs of digits of any length as numbers. */
export function compareDigits(a: string, b: string): number {
  const x = a.replace(/^0+(?=\d)/, '');
  const y = b.replace(/^0+(?=\d)/, '');
  if (x.length !== y.length) return x.length - y.length;
  return x < y ? -1 : Number(x > y);
}

/** Compares two lists item by item; `missing` stands for what the shorter one lacks. */
export function compareLists<T>(a: readonly T[], b: readonly T[], compare: (x: T, y: T) => number, missing: T): number {
  const length = Math.max(a.length, b.length);
  for (let i = 0; i < length; i += 1) {
    const order = compare(a[i] ?? missing, b[i] ?? missing);
    if (order !== 0) return order;
  }
  return 0;
}
