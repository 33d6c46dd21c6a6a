import type { ScanRecord, Store } from '@securescan/store';
import type { Principal } from '../auth/principal.ts';
import { maySee } from '../auth/projects.ts';
import { notFound } from '../problem/http-problem.ts';

/**
 * One scan that the principal may see; what it may not see does not exist.
 * @throws HttpProblem 404
 */
export async function findVisibleScan(
  { scans }: Pick<Store, 'scans'>,
  id: string,
  principal: Principal,
  missing = 'Scan not found',
): Promise<ScanRecord> {
  const scan = await scans.find(id);
  if (scan === undefined || !maySee(principal, scan.project)) throw notFound(missing);
  return scan;
}
