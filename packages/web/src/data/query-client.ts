import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { Problem } from './problem.ts';

const RETRIES = 2;
const FIRST_DELAY_MS = 800;

/**
 * The one cache of what the server has said.
 * @param onSignedOut - told when a question was refused for want of a valid key; changes say so where they were made, so that
 *   nothing that was typed is lost
 */
export function createQueryClient(onSignedOut: () => void): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({
      onError: (error) => {
        if (error instanceof Problem && error.kind === 'signed-out') onSignedOut();
      },
    }),
    mutationCache: new MutationCache(),
    defaultOptions: {
      queries: {
        staleTime: 5000,
        gcTime: 5 * 60_000,
        retry: (failures, error) => failures < RETRIES && isWorthRetrying(error),
        retryDelay: (failures, error) =>
          error instanceof Problem && error.retryAfterSeconds !== null
            ? error.retryAfterSeconds * 1000
            : FIRST_DELAY_MS * 2 ** failures,
        networkMode: 'always',
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
}

/** Asking again may help: the server was away, or asked for a short patience. */
function isWorthRetrying(error: unknown): boolean {
  if (!(error instanceof Problem)) return false;
  if (error.kind === 'busy') return (error.retryAfterSeconds ?? Infinity) <= 5;
  return error.kind === 'offline' || (error.kind === 'server' && error.status !== 501);
}
