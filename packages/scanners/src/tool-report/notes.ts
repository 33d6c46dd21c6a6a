import { compareCodePoints } from '@securescan/model';

/** Sentence that names what did not fit, or nothing when all did. */
export function unfitNote(tool: string, count: number): string[] {
  if (count === 0) return [];
  return [
    count === 1
      ? `One record of the ${tool} report could not be read and was left out.`
      : `${count} records of the ${tool} report could not be read and were left out.`,
  ];
}

/**
 * One sentence for many like things: the first few by name, the rest as a number.
 * @param sentence - gets the joined names
 */
export function listNote(names: readonly string[], sentence: (names: string) => string, shown = 5): string[] {
  if (names.length === 0) return [];
  const sorted = [...new Set(names)].toSorted(compareCodePoints);
  const rest = sorted.length - shown;
  return [sentence(sorted.slice(0, shown).join(', ') + (rest > 0 ? ` and ${rest} more` : ''))];
}
