import { createHash } from 'node:crypto';
import { toFindingJson, type Finding } from '@securescan/model';

/**
 * An id for a list of findings that equal lists share, in the form of a UUID (version 8, variant 10).
 * @see https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-8
 */
export function contentScanId(findings: readonly Finding[]): string {
  const hash = createHash('sha256');
  for (const finding of findings) hash.update(JSON.stringify({ ...toFindingJson(finding), scan_id: '' })).update('\n');
  const hex = hash.digest('hex');
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
