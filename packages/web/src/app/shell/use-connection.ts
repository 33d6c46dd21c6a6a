import { NotReady, Readiness } from '@securescan/contract';
import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import { Problem } from '../../data/problem.ts';
import { sessionQuery } from '../../data/session.ts';
import { useApp } from '../app-context.ts';

export interface Connection {
  readonly state: 'checking' | 'connected' | 'degraded' | 'offline' | 'signed-out';
  readonly checks: readonly { readonly name: string; readonly isFine: boolean }[];
  readonly latencyMs: number | null;
  readonly lastSuccess: string | null;
}

const INTERVAL_MS = 10_000;
const MAX_INTERVAL_MS = 60_000;
const NAMES = {
  database: 'Database',
  scanner_registry: 'Scanners',
  webhooks: 'Webhooks',
  jobs: 'Background work',
  disk: 'Disk',
} as const;

interface Ready {
  readonly isReady: boolean;
  readonly checks: z.output<typeof Readiness>['checks'] | null;
  readonly latencyMs: number;
}

/** Asks `/ready` every 10 seconds, less often while it does not answer, not at all in a hidden tab, and at once when it is shown. */
export function useConnection(): Connection {
  const { api } = useApp();
  const session = useQuery({ ...sessionQuery(api), enabled: false });
  const ready = useQuery({
    queryKey: ['ready'],
    queryFn: ({ signal }) => askReady(signal),
    retry: false,
    staleTime: 0,
    refetchOnWindowFocus: 'always',
    refetchInterval: ({ state }) => Math.min(MAX_INTERVAL_MS, INTERVAL_MS * 2 ** state.fetchFailureCount),
  });
  const { data } = ready;
  const checks = Object.entries(NAMES).flatMap(([id, name]) => {
    const value = data?.checks?.[id as keyof typeof NAMES];
    return value === undefined ? [] : [{ name, isFine: value === 'ok' }];
  });
  const isSignedOut = session.error instanceof Problem && session.error.kind === 'signed-out';
  return {
    state: toState(ready.isError, data, isSignedOut),
    checks: ready.isError ? [] : checks,
    latencyMs: ready.isError || !data ? null : data.latencyMs,
    lastSuccess: ready.dataUpdatedAt === 0 ? null : new Date(ready.dataUpdatedAt).toISOString(),
  };
}

function toState(isAway: boolean, data: Ready | undefined, isSignedOut: boolean): Connection['state'] {
  if (isAway) return 'offline';
  if (isSignedOut) return 'signed-out';
  if (data === undefined) return 'checking';
  if (!data.isReady) return data.checks === null ? 'offline' : 'degraded';
  return data.checks?.webhooks === 'ok' ? 'connected' : 'degraded';
}

/** 503 is an answer here: it says what is missing. */
async function askReady(signal: AbortSignal): Promise<Ready> {
  const startedMs = performance.now();
  const response = await fetch('/ready', { signal, cache: 'no-store' });
  const body: unknown = await response.json();
  const latencyMs = Math.round(performance.now() - startedMs);
  const ready = Readiness.safeParse(body);
  if (ready.success) return { isReady: true, checks: ready.data.checks, latencyMs };
  const not = NotReady.safeParse(body);
  return { isReady: false, checks: not.success && 'checks' in not.data ? not.data.checks : null, latencyMs };
}
