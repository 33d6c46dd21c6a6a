/** The first weakness of a text or list (`CWE-95: Eval Injection`, `79`, `["CWE-79", …]`) as `CWE-<n>`, or null. */
export function toCwe(value: unknown): string | null {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  if (typeof first !== 'string' && typeof first !== 'number') return null;
  const digits = /^\s*(?:cwe[-\s:]*)?0*([1-9]\d{0,5})(?!\d)/i.exec(String(first))?.[1];
  return digits === undefined ? null : `CWE-${digits}`;
}
