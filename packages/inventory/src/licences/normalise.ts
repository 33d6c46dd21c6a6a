import { firstCodePoints } from '@securescan/model';
import { findExpression } from './write-licence.ts';

const LONGEST_TEXT = 200;

/**
 * The SPDX expression where the text, or its first line, says one without doubt; else the first line, cut to 200 code points.
 * What comes out stays as it is when it goes in again.
 */
export function normaliseLicence(text: string): string {
  const [first = ''] = text.trim().split('\n');
  const line = firstCodePoints(first, LONGEST_TEXT).trim();
  return findExpression(text) ?? findExpression(line) ?? line;
}
