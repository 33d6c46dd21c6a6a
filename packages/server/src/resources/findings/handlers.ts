import type { ServerDeps } from '../../deps.ts';
import type { Handlers } from '../../http/handler.ts';
import { createCompareScans } from './compare-scans.ts';
import { createCountFindings } from './count-findings.ts';
import { createListFindings } from './list-findings.ts';

export function createFindingHandlers({
  store,
}: ServerDeps): Handlers<'listFindings' | 'countFindings' | 'compareScans'> {
  return {
    listFindings: createListFindings(store),
    countFindings: createCountFindings(store),
    compareScans: createCompareScans(store),
  };
}
