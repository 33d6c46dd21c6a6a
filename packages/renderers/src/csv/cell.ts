import { toVisibleText } from '../visible.ts';

/** Beginnings that spreadsheets run as a formula, the full-width forms included. */
const FORMULA = /^[=+\-@\t\n＝＋－＠]/u;
const NEEDS_QUOTES = /[",\n]/;

/**
 * One cell after RFC 4180: quoted where needed, quotes doubled. A text that a spreadsheet would run as a formula gets a
 * `'` in front.
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
export function csvCell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const visible = toVisibleText(value);
  const safe = FORMULA.test(visible) ? `'${visible}` : visible;
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
