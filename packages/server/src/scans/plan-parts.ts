import { resolveTarget } from '@securescan/host';
import type { ScanType, Target } from '@securescan/model';
import type { ScanRecord } from '@securescan/store';

/** One target with the families that look at it; a scan has one to three. */
export interface ScanPart {
  readonly target: Target;
  readonly scanTypes: readonly ScanType[];
}

/**
 * What a scan looks at with what: the URL with dast scanners, the host with network scanners, everything else, and what has no
 * target of its own, at the path.
 * @throws SecureScanError when the path is not there any more
 */
export async function planParts(scan: ScanRecord, scanTypes: readonly ScanType[]): Promise<readonly ScanPart[]> {
  const { targetUrl, targetHost } = scan;
  const parts: ScanPart[] = [];
  const atPath = scanTypes.filter(
    (type) => !(type === 'dast' && targetUrl !== null) && !(type === 'network' && targetHost !== null),
  );
  if (atPath.length > 0) {
    const target = await resolveTarget(scan.target, { cwd: '/', scanTypes: [] });
    parts.push({ target, scanTypes: [...new Set(atPath)] });
  }
  if (targetUrl !== null && scanTypes.includes('dast'))
    parts.push({ target: { kind: 'url', url: new URL(targetUrl).href, display: targetUrl }, scanTypes: ['dast'] });
  if (targetHost !== null && scanTypes.includes('network'))
    parts.push({ target: { kind: 'host', host: targetHost, display: targetHost }, scanTypes: ['network'] });
  return parts;
}
