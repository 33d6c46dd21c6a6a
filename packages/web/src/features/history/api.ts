import type { Api } from '../../data/api.ts';
import { pagesOptions } from '../../data/list-query.ts';
import type { historySearch, Since } from './search.ts';

export type HistoryFilter = ReturnType<typeof historySearch.validate>;

const DAYS: Readonly<Record<Exclude<Since, 'all'>, number>> = { day: 1, week: 7, month: 30 };
const DAY_MS = 86_400_000;

export function scansQuery(api: Api, { q, status, since }: HistoryFilter) {
  return pagesOptions(api, ['scans', { q, status, since }], 'listScans', (paging) => ({
    query: {
      ...paging,
      ...(q === '' ? {} : { target: q }),
      ...(status === 'all' ? {} : { status }),
      ...(since === 'all' ? {} : { since: new Date(Date.now() - DAYS[since] * DAY_MS).toISOString() }),
    },
  }));
}
