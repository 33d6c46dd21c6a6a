const NUMERAL = /^\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,4})?\s*$/;
const MAX_LENGTH = 400;

/** A number, or a text that is one: sign, digits, fraction, exponent, blanks around. Null for anything else. */
export function parseNumeral(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'string' || value.length > MAX_LENGTH || !NUMERAL.test(value)) return null;
  const found = Number(value);
  return Number.isFinite(found) ? found : null;
}
