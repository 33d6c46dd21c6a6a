import type { ScanType } from '@securescan/model';
import { SecureScanError } from '@securescan/model';
import { SCAN_TYPE_WORDS } from '../commands/shared-options.ts';
import { splitLists } from './choices.ts';

/**
 * Families named by repeated or comma-separated values, in the order of the documentation; empty when none is named.
 * @throws SecureScanError E_ARGUMENT
 */
export function parseScanTypes(values: readonly string[], option = '--type'): readonly ScanType[] {
  const words = splitLists(values).map((word) => word.toLowerCase());
  const unknown = words.find((word) => !SCAN_TYPE_WORDS.some((type) => type === word));
  if (unknown !== undefined) {
    throw new SecureScanError('E_ARGUMENT', `unknown ${option} '${unknown}'. Valid: ${SCAN_TYPE_WORDS.join(', ')}`);
  }
  if (values.length > 0 && words.length === 0) {
    throw new SecureScanError('E_ARGUMENT', `${option} names no type. Valid: ${SCAN_TYPE_WORDS.join(', ')}`);
  }
  return SCAN_TYPE_WORDS.filter((type) => words.includes(type));
}
