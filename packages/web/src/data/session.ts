import type { Scope, Session } from '@securescan/contract';
import { queryOptions, useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import { type Api, useApi } from './api.ts';

/** Who uses this browser, as the server sees it. */
export type SessionView = z.output<typeof Session>;

export function sessionQuery(api: Api) {
  return queryOptions({
    queryKey: ['session'],
    queryFn: ({ signal }) => api.call('getSession', {}, { signal }),
    staleTime: 60_000,
  });
}

/** Undefined until the server has answered, or while nobody is signed in. */
export function useSession(): SessionView | undefined {
  return useQuery(sessionQuery(useApi())).data;
}

/** Whether the signed-in key may do what needs a scope; also while nobody knows yet, since the server decides anyway. */
export function useMay(scope: Scope): boolean {
  const session = useSession();
  return session === undefined || may(session, scope);
}

function may({ kind, scopes }: SessionView, scope: Scope): boolean {
  return kind === 'open' || scopes.includes(scope);
}

/** How somebody is called in the interface. */
export function toDisplayName({ kind, name, id }: SessionView): string {
  if (name !== null) return name;
  if (kind === 'open') return 'Everybody';
  return kind === 'env' ? 'Environment key' : id;
}
