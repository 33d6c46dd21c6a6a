import { SecureScanError } from '@securescan/model';
import type { SeverityThreshold } from '@securescan/model';
import { GATE_WORDS } from '../commands/shared-options.ts';
import { suggestion } from './choices.ts';

/**
 * Reads a threshold in any case.
 * @throws SecureScanError E_ARGUMENT with the words and the nearest
 */
export function parseGate(word: string): SeverityThreshold {
  const found = GATE_WORDS.find((gate) => gate === word.trim().toLowerCase());
  if (found !== undefined) return found;
  throw new SecureScanError(
    'E_ARGUMENT',
    `invalid --fail-on-severity '${word}'. Use critical, high, medium, low, info, or none.${suggestion(word, GATE_WORDS)}`,
  );
}

/** `1 finding`, `2 new findings`. */
export function countNoun(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
