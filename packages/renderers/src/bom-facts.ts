import type { Bom } from '@securescan/model';
import parseExpression from 'spdx-expression-parse';
import { contentUuid } from './content-uuid.ts';

/** What a component says about its licence, as the formats tell it apart. */
export type LicenceFact =
  | { readonly kind: 'id' | 'expression'; readonly text: string; readonly references: readonly string[] }
  | { readonly kind: 'name'; readonly text: string };

const LONGEST_EXPRESSION = 1000;

/** Tells a licence of the SPDX list, an SPDX expression and any other text apart; null when nothing is known. */
export function toLicenceFact(licence: string | null): LicenceFact | null {
  if (licence === null || licence.trim() === '') return null;
  try {
    if (licence.length > LONGEST_EXPRESSION) return { kind: 'name', text: licence };
    const info = parseExpression(licence);
    const references = licence.match(/LicenseRef-[A-Za-z0-9.-]+/g) ?? [];
    const isOne = 'license' in info && info.plus !== true && info.exception === undefined && references.length === 0;
    return { kind: isOne ? 'id' : 'expression', text: licence, references: [...new Set(references)] };
  } catch {
    // The parser throws for what is no expression; it then is a name.
    return { kind: 'name', text: licence };
  }
}

/** Identity of a bill of materials: equal for equal content, whenever and wherever it was written. */
export function toBomUuid(bom: Bom): string {
  return contentUuid(JSON.stringify([bom.root, bom.components]));
}

/** Reference of the root component; it cannot be a package URL, since nobody published it. */
export function toRootReference(bom: Bom): string {
  return bom.root.version === null ? bom.root.name : `${bom.root.name}@${bom.root.version}`;
}

/** Sentences about files that could not be read. */
export function listProblems(bom: Bom): readonly string[] {
  return bom.sources.flatMap(({ path, problem }) => (problem === null ? [] : [`${path} ${problem}`]));
}
