import type { CallInput, RouteId } from '@securescan/contract';
import { infiniteQueryOptions } from '@tanstack/react-query';
import type { Api, Page } from './api.ts';

/** Rows of one page of a list. */
const PAGE_SIZE = 50;

/** A list that is read page by page, each behind the cursor of the one before. */
export function pagesOptions<Id extends RouteId>(
  api: Api,
  queryKey: readonly unknown[],
  id: Id,
  toInput: (paging: { readonly limit: number; readonly cursor?: string }) => CallInput<Id>,
) {
  return infiniteQueryOptions({
    queryKey,
    queryFn: ({ pageParam, signal }): Promise<Page<Id>> =>
      api.page(id, toInput({ limit: PAGE_SIZE, ...(pageParam === null ? {} : { cursor: pageParam }) }), { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last: Page<Id>) => last.nextCursor,
  });
}
