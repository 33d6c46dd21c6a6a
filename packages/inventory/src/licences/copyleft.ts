import { type Licence, parseLicence } from './parse-licence.ts';
import { findCategory, isLinkingException, toBaseId } from './table.ts';

function asks(licence: Licence): boolean {
  if (licence.kind !== 'licence') {
    const left = asks(licence.left);
    const right = asks(licence.right);
    return licence.kind === 'or' ? left && right : left || right;
  }
  if (licence.exception !== null && isLinkingException(licence.exception)) return false;
  const category = findCategory(licence.id);
  return category === 'strong-copyleft' || category === 'network-copyleft' || /^LGPL-/i.test(toBaseId(licence.id));
}

/**
 * Whether every choice a package gives asks something of the work around it: strong and network copyleft, and the LGPL, whose
 * conditions on linking reach beyond its own files. Licences that stop at their files (MPL, EPL, CDDL), and exceptions for
 * linking, do not.
 */
export function isCopyleft(text: string): boolean {
  const licence = parseLicence(text);
  return licence !== null && asks(licence);
}
