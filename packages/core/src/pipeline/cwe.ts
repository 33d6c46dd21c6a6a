const CWE = /CWE[-_: ]{0,2}0*([1-9]\d{0,5})(?!\d)/gi;
const BARE = /^\s*0*([1-9]\d{0,5})\s*$/;

/** Every weakness that a text names, as `CWE-<n>`, in the order of the text, each once. A bare number counts. */
export function findCwes(text: string): readonly string[] {
  const bare = BARE.exec(text)?.[1];
  if (bare !== undefined) return [`CWE-${bare}`];
  const found = new Set<string>();
  for (const match of text.matchAll(CWE)) found.add(`CWE-${match[1] ?? ''}`);
  return [...found];
}
