import type { ServerDeps } from '../../deps.ts';
import type { Handlers } from '../../http/handler.ts';
import { createCompareScans } from './compare-scans.ts';
import { createListFindings } from './list-findings.ts';

export function createFindingHandlers({ store }: ServerDeps): Handlers<'listFindings' | 'compareScans'> {
  return { listFindings: createListFindings(store), compareScans: createCompareScans(store) };
}
