import { firstCodePoints } from '@securescan/model';
import { findExpression } from './write-licence.ts';

const LONGEST_TEXT = 200;

/** The SPDX expression where the text says one without doubt, else its first line, cut to 200 code points. */
export function normaliseLicence(text: string): string {
  const expression = findExpression(text);
  if (expression !== null) return expression;
  const [first = ''] = text.trim().split('\n');
  return firstCodePoints(first, LONGEST_TEXT).trim();
}
