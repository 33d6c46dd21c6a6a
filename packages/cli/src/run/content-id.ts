import { createHash } from 'node:crypto';
import { toFindingJson } from '@securescan/model';
import type { ScanResult } from '@securescan/model';

/**
 * The result under an id made of its findings, in the form of a UUID (version 8), for reports: two scans of one tree must
 * give equal bytes. The history keeps the scan under its own, random id.
 */
export function withContentId(result: ScanResult): ScanResult {
  const hash = createHash('sha256');
  for (const finding of result.findings)
    hash.update(JSON.stringify({ ...toFindingJson(finding), scan_id: '' })).update('\n');
  const hex = hash.digest('hex');
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16);
  const scanId = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ];
  return { ...result, scanId: scanId.join('-') };
}
