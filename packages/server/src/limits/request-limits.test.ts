import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { routes } from '@securescan/contract';
import { expect, it } from 'vitest';
import { makeCaller, makePrincipal } from '../../test/caller.ts';
import { HttpProblem } from '../problem/http-problem.ts';
import { createMemoryLimitStore } from './memory-store.ts';
import { createRequestLimits } from './request-limits.ts';

const { rate_limit: traces } = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../testkit/data/http/vectors.json'), 'utf8'),
) as {
  readonly rate_limit: readonly {
    readonly per_min: number;
    readonly burst: number;
    readonly capacity: number;
    readonly calls: readonly {
      readonly at: number;
      readonly allowed: boolean;
      readonly remaining: number;
      readonly retry_after_header: number | null;
    }[];
  }[];
};

const scanStart = makeCaller({ route: routes.createScan });

function makeLimits(changes: Partial<Parameters<typeof createRequestLimits>[1]>) {
  let seconds = 0;
  const limited: string[] = [];
  const store = createMemoryLimitStore(() => seconds * 1000);
  const settings = {
    ratePerMinute: 0,
    scanRatePerMinute: 60,
    scanBurst: 10,
    scanRateEnabled: true,
    maxStreams: 1,
    maxStreamsPerPrincipal: 1,
    bodyBytes: 1,
    maxConnections: 1,
    ...changes,
  };
  const clock = { now: () => new Date((1_700_000_000 + seconds) * 1000) };
  const limit = createRequestLimits(store, settings, clock, (_caller, principal, kind) =>
    limited.push(`${principal?.id ?? '-'} ${kind}`),
  );
  return { limit, limited, store, at: (value: number) => (seconds = value) };
}

async function answerOf(asked: Promise<Readonly<Record<string, string>>>) {
  try {
    return { status: 200, headers: await asked, body: {} };
  } catch (error) {
    if (!(error instanceof HttpProblem)) throw error;
    return { status: error.status, headers: error.headers, body: { detail: error.message, ...error.members } };
  }
}

// `reset_header` of the recording tells when there is one token; we follow the documentation: when the bucket is full (server.md §26 #26).
it.each(traces)('starts of scans follow the recorded trace of $per_min a minute, burst $burst', async (trace) => {
  const { limit, at } = makeLimits({ scanRatePerMinute: trace.per_min, scanBurst: trace.burst });
  for (const call of trace.calls) {
    at(call.at);
    const { status, headers, body } = await answerOf(limit(scanStart, makePrincipal()));
    expect(status).toBe(call.allowed ? 200 : 429);
    expect(headers['x-ratelimit-limit']).toBe(String(trace.per_min));
    expect(headers['x-ratelimit-remaining']).toBe(String(call.remaining));
    expect(headers['retry-after'] ?? null).toBe(
      call.retry_after_header === null ? null : String(call.retry_after_header),
    );
    if (!call.allowed)
      expect(body).toEqual({
        detail: 'Rate limit exceeded',
        retry_after: call.retry_after_header,
        limit_per_min: trace.per_min,
      });
  }
});

it('tells when the bucket is full again', async () => {
  const { limit, at } = makeLimits({ scanRatePerMinute: 3, scanBurst: 1 });
  await limit(scanStart, makePrincipal());
  const { headers } = await answerOf(limit(scanStart, makePrincipal()));
  expect(headers['x-ratelimit-reset']).toBe('1700000040');
  expect(headers['ratelimit']).toBe('"scans";r=1;t=40');
  at(39.5);
  expect((await answerOf(limit(scanStart, makePrincipal()))).headers['x-ratelimit-reset']).toBe('1700000060');
});

it('meters starts of scans only', async () => {
  const { limit } = makeLimits({ scanRatePerMinute: 1, scanBurst: 1 });
  for (let count = 0; count < 5; count += 1) {
    expect(await limit(makeCaller({ route: routes.listScans }), makePrincipal())).toEqual({});
  }
});

it('can be switched off', async () => {
  const { limit } = makeLimits({ scanRateEnabled: false, scanRatePerMinute: 1, scanBurst: 1 });
  for (let count = 0; count < 5; count += 1) expect(await limit(scanStart, makePrincipal())).toEqual({});
});

it('refuses the request past the limit with the time until the oldest leaves, and does not count it', async () => {
  const { limit, limited, at } = makeLimits({ ratePerMinute: 2 });
  const ask = () => answerOf(limit(makeCaller(), makePrincipal()));
  await ask();
  at(10);
  await ask();
  at(20.5);
  const sentence = 'Rate limit exceeded. Try again in 40 seconds.';
  expect(await ask()).toEqual({
    status: 429,
    headers: { 'retry-after': '40' },
    body: { detail: sentence, retry_after: 40 },
  });
  expect(limited).toEqual(['k requests']);
  at(60);
  expect((await ask()).status).toBe(200);
  expect((await ask()).status).toBe(429);
  at(70);
  expect((await ask()).status).toBe(200);
});

it('counts by principal, and by address where there is none', async () => {
  const { limit } = makeLimits({ ratePerMinute: 1 });
  const ask = (address: string, id: string | null) =>
    answerOf(limit(makeCaller({ address }), id === null ? null : makePrincipal({ id }))).then(({ status }) => status);
  expect(await ask('192.0.2.1', 'a')).toBe(200);
  expect(await ask('192.0.2.2', 'a')).toBe(429);
  expect(await ask('192.0.2.1', 'b')).toBe(200);
  expect(await ask('192.0.2.1', null)).toBe(200);
  expect(await ask('192.0.2.1', null)).toBe(429);
  expect(await ask('2001:db8::1', null)).toBe(200);
  expect(await ask('2001:db8::2:1', null)).toBe(429);
});

it('counts everybody on an open server by address', async () => {
  const { limit } = makeLimits({ ratePerMinute: 1 });
  const open = makePrincipal({ id: 'dev', kind: 'open' });
  await limit(makeCaller({ address: '127.0.0.1' }), open);
  expect((await answerOf(limit(makeCaller({ address: '127.0.0.2' }), open))).status).toBe(200);
});
