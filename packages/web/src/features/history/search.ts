import { SCAN_STATUSES } from '@securescan/model';
import { choiceField, defineSearch, textField } from '../../data/search-params.ts';

export const SINCE = { all: 'Any time', day: 'Last 24 hours', week: 'Last 7 days', month: 'Last 30 days' } as const;
export type Since = keyof typeof SINCE;

/** What the history shows. */
export const historySearch = defineSearch({
  q: textField(),
  status: choiceField(['all', ...SCAN_STATUSES], 'all'),
  since: choiceField(['all', 'day', 'week', 'month'], 'all'),
});
