import { type Licence, parseLicence } from './parse-licence.ts';
import { findCategory, isLinkingException, LICENCE_CATEGORIES, type LicenceCategory } from './table.ts';

/** What a licence asks of those who use the package. */
export interface LicenceVerdict {
  /** `unknown` when nothing is said, or nothing that can be understood. */
  readonly category: LicenceCategory | 'unknown';
  /** Identifiers that appear, in their order, each once. */
  readonly ids: readonly string[];
}

/** Restrictiveness: unknown counts as more than permissive, since nobody can tell, and less than anything that is known. */
function rank(category: LicenceVerdict['category']): number {
  return category === 'unknown' ? 0.5 : LICENCE_CATEGORIES.indexOf(category);
}

/**
 * Classifies what a package says about its licence. Of an `OR` the least restrictive choice counts, of an `AND` the most
 * restrictive; exceptions for linking (Classpath, GCC runtime) turn strong copyleft into weak.
 */
export function classifyLicence(text: string | null): LicenceVerdict {
  const licence = text === null ? null : parseLicence(text);
  return licence === null
    ? { category: 'unknown', ids: [] }
    : { category: judge(licence), ids: [...new Set(listIds(licence))] };
}

/** Category of a parsed licence. */
export function judge(licence: Licence): LicenceVerdict['category'] {
  if (licence.kind === 'licence') {
    const category = findCategory(licence.id) ?? 'unknown';
    const isLimited = licence.exception !== null && isLinkingException(licence.exception);
    return isLimited && (category === 'strong-copyleft' || category === 'network-copyleft')
      ? 'weak-copyleft'
      : category;
  }
  const left = judge(licence.left);
  const right = judge(licence.right);
  const isLeftStricter = rank(left) >= rank(right);
  return isLeftStricter === (licence.kind === 'and') ? left : right;
}

/** Identifiers of all licences in their order. */
function listIds(licence: Licence): readonly string[] {
  return licence.kind === 'licence' ? [licence.id] : [...listIds(licence.left), ...listIds(licence.right)];
}
