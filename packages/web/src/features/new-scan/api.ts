import { queryOptions } from '@tanstack/react-query';
import type { Api } from '../../data/api.ts';

export function scannersQuery(api: Api) {
  return queryOptions({
    queryKey: ['scanners'],
    queryFn: ({ signal }) => api.call('getStatus', {}, { signal }),
    staleTime: 30_000,
  });
}

export function directoryQuery(api: Api, path: string) {
  return queryOptions({
    queryKey: ['directory', path],
    queryFn: ({ signal }) => api.call('browse', { query: path === '' ? {} : { path } }, { signal }),
  });
}
