import { SecureScanError } from '@securescan/model';
import { pillarOf, PILLARS } from '@securescan/waf';
import type { Pillar } from '@securescan/waf';
import { splitLists, suggestion } from '../choices.ts';

/**
 * Pillars by their names or short codes, in any case.
 * @throws SecureScanError E_ARGUMENT
 */
export function parsePillars(values: readonly string[]): readonly Pillar[] {
  return splitLists(values).map((word) => {
    const pillar = pillarOf(word);
    if (pillar !== null) return pillar;
    throw new SecureScanError(
      'E_ARGUMENT',
      `unknown --pillar '${word}'. Choose ${PILLARS.join(' | ')}.${suggestion(word, PILLARS)}`,
    );
  });
}
