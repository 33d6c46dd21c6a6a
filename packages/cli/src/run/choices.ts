import { SecureScanError } from '@securescan/model';
import { didYouMean } from '../command/suggest.ts';

/**
 * The choice a word means, in any case.
 * @throws SecureScanError E_ARGUMENT with all choices and the nearest
 */
export function parseChoice<const Choice extends string>(
  option: string,
  word: string,
  choices: readonly Choice[],
): Choice {
  const found = choices.find((choice) => choice.toLowerCase() === word.toLowerCase());
  if (found !== undefined) return found;
  throw new SecureScanError(
    'E_ARGUMENT',
    `unknown ${option} '${word}'. Choose ${choices.join(' | ')}.${suggestion(word, choices)}`,
  );
}

/** ` Did you mean X?`, or nothing. */
export function suggestion(word: string, choices: readonly string[]): string {
  return didYouMean(word, choices).replace('; d', ' D');
}

/** Words of a repeatable option that also takes comma-separated lists; blanks and repetitions are dropped. */
export function splitLists(values: readonly string[]): readonly string[] {
  return [...new Set(values.flatMap((value) => value.split(',')).map((word) => word.trim()))].filter(
    (word) => word !== '',
  );
}

/**
 * A whole number within bounds.
 * @throws SecureScanError E_ARGUMENT
 */
export function parseWhole(option: string, word: string, minimum: number, maximum = Number.MAX_SAFE_INTEGER): number {
  const value = /^\d{1,16}$/.test(word.trim()) ? Number(word) : Number.NaN;
  if (value >= minimum && value <= maximum) return value;
  const range = maximum === Number.MAX_SAFE_INTEGER ? `${minimum} or more` : `${minimum} to ${maximum}`;
  throw new SecureScanError('E_ARGUMENT', `invalid ${option} '${word}'. Use a whole number, ${range}.`);
}
