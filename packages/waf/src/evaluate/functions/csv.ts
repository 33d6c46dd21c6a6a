import { EvaluationError } from '../evaluation-error.ts';

/** Records of a CSV text after RFC 4180. */
export function parseCsv(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  const field = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r?\n|$)/y;
  while (field.lastIndex < text.length) {
    const match = field.exec(text);
    if (match === null) throw new EvaluationError('This is no CSV text.');
    const [, value = '', end] = match;
    row.push(value.startsWith('"') ? value.slice(1, -1).replaceAll('""', '"') : value);
    if (end !== ',') {
      rows.push(row);
      row = [];
    } else if (field.lastIndex >= text.length) {
      row.push('');
    }
  }
  if (row.length > 0) rows.push(row);
  return rows;
}
