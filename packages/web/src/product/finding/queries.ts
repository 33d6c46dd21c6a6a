import { queryOptions } from '@tanstack/react-query';
import type { Api } from '../../data/api.ts';
import { pagesOptions } from '../../data/list-query.ts';

/** Filters of a list of findings; empty ones let everything pass. */
export interface FindingFilter {
  readonly q: string;
  readonly severity: readonly string[];
  readonly status: readonly string[];
  readonly scanner: string;
  readonly suppressed: boolean;
}

function toQuery({ q, severity, status, scanner, suppressed }: FindingFilter) {
  return {
    ...(q === '' ? {} : { q }),
    ...(severity.length === 0 ? {} : { severity: severity.join(',') }),
    ...(status.length === 0 ? {} : { status: status.join(',') }),
    ...(scanner === '' ? {} : { scanner }),
    ...(suppressed ? { include_suppressed: 'true' } : {}),
  };
}

export function findingsQuery(api: Api, scanId: string, filter: FindingFilter) {
  const query = toQuery(filter);
  return pagesOptions(api, ['findings', scanId, 'list', query], 'listFindings', (paging) => ({
    params: { scan_id: scanId },
    query: { ...query, ...paging },
  }));
}

export function facetsQuery(api: Api, scanId: string, filter: FindingFilter) {
  const query = toQuery(filter);
  return queryOptions({
    queryKey: ['findings', scanId, 'facets', query],
    queryFn: ({ signal }) => api.call('countFindings', { params: { scan_id: scanId }, query }, { signal }),
  });
}

export function historyQuery(api: Api, fingerprint: string) {
  return queryOptions({
    queryKey: ['finding', fingerprint, 'history'],
    queryFn: ({ signal }) => api.call('listStateHistory', { params: { fingerprint } }, { signal }),
  });
}

export function commentsQuery(api: Api, fingerprint: string) {
  return queryOptions({
    queryKey: ['finding', fingerprint, 'comments'],
    queryFn: ({ signal }) => api.call('listComments', { params: { fingerprint } }, { signal }),
  });
}
