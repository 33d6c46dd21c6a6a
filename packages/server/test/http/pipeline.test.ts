import { expect, it } from 'vitest';
import type { Principal } from '../../src/auth/principal.ts';
import type { AccessParts, Caller } from '../../src/http/parts.ts';
import { forbidden, HttpProblem } from '../../src/problem/http-problem.ts';
import { openRaw } from './raw-socket.ts';
import { sendRaw } from '../replay/send-raw.ts';
import { openPrincipal, startTestApp, type TestAppOptions } from './test-app.ts';

const LEGACY = { deprecation: 'true', sunset: 'Wed, 31 Dec 2026 23:59:59 GMT' };
const ORIGIN = 'https://app.example';

/** Stages in the order in which they happened. */
function makeRecorder(refusal: Partial<Record<'authenticate' | 'limit' | 'handle', Error>> = {}) {
  const stages: string[] = [];
  const enter = (stage: 'authenticate' | 'limit' | 'handle'): void => {
    stages.push(stage);
    const error = refusal[stage];
    if (error) throw error;
  };
  const access: AccessParts = {
    authenticate: () => {
      enter('authenticate');
      return Promise.resolve(principal);
    },
    limit: () => {
      enter('limit');
      return Promise.resolve({ 'x-ratelimit-limit': '60' });
    },
  };
  const principal: Principal = { ...openPrincipal, id: 'k', kind: 'key', scopes: ['read'] };
  const start = (options: TestAppOptions = {}) =>
    startTestApp(
      () => ({
        getScan: () => {
          enter('handle');
          return Promise.reject(new HttpProblem(404, 'Scan not found'));
        },
        cancelScan: () => Promise.reject(new Error('never reached')),
        setFindingStates: () => Promise.reject(new Error('never reached')),
        getHealth: () => Promise.resolve({ json: { status: 'ok' } }),
      }),
      { access, config: { cors: { origins: [ORIGIN] } }, ...options },
    );
  return { stages, start };
}

const unauthorized = new HttpProblem(401, 'Invalid API key', { headers: { 'www-authenticate': 'Bearer' } });
const limited = new HttpProblem(429, 'Rate limit exceeded. Try again in 7 seconds.', {
  headers: { 'retry-after': '7' },
  members: { retry_after: 7 },
});

it.each<[string, Parameters<typeof makeRecorder>[0], string, string, number, readonly string[]]>([
  ['an unknown path', {}, 'GET', '/api/nothing', 404, []],
  ['another method', {}, 'DELETE', '/api/scans/x/cancel', 405, []],
  ['no credential', { authenticate: unauthorized }, 'GET', '/api/scans/x', 401, ['authenticate']],
  ['too many requests', { limit: limited }, 'GET', '/api/scans/x', 429, ['authenticate', 'limit']],
  ['no scope', {}, 'POST', '/api/scans/x/cancel', 403, ['authenticate', 'limit']],
  ['no scope, and a bad body', {}, 'POST', '/api/findings/state', 403, ['authenticate', 'limit']],
  ['no such record', {}, 'GET', '/api/scans/x', 404, ['authenticate', 'limit', 'handle']],
  [
    'a mistake of ours',
    { handle: new TypeError('secret text') },
    'GET',
    '/api/scans/x',
    500,
    ['authenticate', 'limit', 'handle'],
  ],
])(
  '%s is answered with every header of the stages before it',
  async (_case, refusal, method, path, status, expected) => {
    const { stages, start } = makeRecorder(refusal);
    await using server = await start();
    const answer = await sendRaw(server.origin, { method, path, headers: { origin: ORIGIN, 'x-request-id': 'my-id' } });
    expect(answer.status).toBe(status);
    expect(stages).toEqual(expected);
    expect(answer.headers).toMatchObject({
      ...LEGACY,
      link: `</api/v1${path.slice(4)}>; rel="successor-version"`,
      'x-request-id': 'my-id',
      'access-control-allow-origin': ORIGIN,
      'access-control-allow-credentials': 'true',
      vary: expect.stringContaining('Origin'),
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'content-type': 'application/json',
      'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
    });
    expect(answer.text).not.toContain('secret text');
  },
);

it('answers a preflight before it asks for a credential', async () => {
  const { stages, start } = makeRecorder({ authenticate: unauthorized });
  await using server = await start();
  const headers = { origin: ORIGIN, 'access-control-request-method': 'GET' };
  expect(await sendRaw(server.origin, { method: 'OPTIONS', path: '/api/v1/scans/x', headers })).toMatchObject({
    status: 200,
    text: 'OK',
    headers: { 'access-control-allow-origin': ORIGIN, 'access-control-max-age': '600' },
  });
  expect(
    await sendRaw(server.origin, {
      method: 'OPTIONS',
      path: '/x',
      headers: { ...headers, origin: 'https://evil.example' },
    }),
  ).toMatchObject({
    status: 400,
    text: 'Disallowed CORS origin',
  });
  expect(stages).toEqual([]);
});

it('gives every origin the bare answer when all are allowed', async () => {
  const { start } = makeRecorder();
  await using server = await start({ config: { cors: { origins: '*' } } });
  const { headers } = await sendRaw(server.origin, {
    method: 'GET',
    path: '/health',
    headers: { origin: 'https://x.example' },
  });
  expect(headers['access-control-allow-origin']).toBe('*');
  expect(headers['access-control-allow-credentials']).toBeUndefined();
});

it('asks nobody for health', async () => {
  const { stages, start } = makeRecorder({ authenticate: unauthorized, limit: limited });
  await using server = await start();
  expect(await server.call('GET', '/health')).toMatchObject({ status: 200, body: { status: 'ok' } });
  expect(await server.call('HEAD', '/health/')).toMatchObject({ status: 200, body: '' });
  expect(stages).toEqual([]);
});

it('lists the methods of a path', async () => {
  const { start } = makeRecorder();
  await using server = await start();
  expect((await server.call('PUT', '/api/v1/scans/x')).headers.get('allow')).toBe('GET, HEAD');
  expect((await server.call('GET', '/api/v1/scans/x/cancel/')).headers.get('allow')).toBe('POST');
});

it('tells a limit in bare words to who prefers them', async () => {
  const { start } = makeRecorder({ limit: limited });
  await using server = await start();
  const text = await server.call('GET', '/api/v1/scans/x', undefined, { accept: 'text/plain' });
  expect(text).toMatchObject({ status: 429, body: 'Rate limit exceeded. Try again in 7 seconds.' });
  expect(text.headers.get('retry-after')).toBe('7');
  expect(await server.call('GET', '/api/v1/scans/x')).toMatchObject({
    status: 429,
    body: { detail: 'Rate limit exceeded. Try again in 7 seconds.', retry_after: 7 },
  });
});

it('puts the headers of the limiter on every answer', async () => {
  const { start } = makeRecorder();
  await using server = await start();
  expect((await server.call('GET', '/api/v1/scans/x')).headers.get('x-ratelimit-limit')).toBe('60');
});

it('replaces a request id that is unfit for a log', async () => {
  const { start } = makeRecorder();
  await using server = await start();
  for (const id of ['a b', 'x'.repeat(129), '"', '']) {
    const { headers } = await server.call('GET', '/health', undefined, { 'x-request-id': id });
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  }
});

it('keeps a submitter to starting scans', async () => {
  await using server = await startTestApp(() => ({ cancelScan: () => Promise.reject(new Error('never reached')) }), {
    access: {
      authenticate: () => Promise.resolve({ ...openPrincipal, kind: 'key', scopes: ['write'], role: 'submitter' }),
    },
  });
  expect(await server.call('POST', '/api/v1/scans/x/cancel')).toMatchObject({
    status: 403,
    body: { detail: 'The role submitter may only start scans' },
  });
});

it('shows authentication the request before its body, and checks the bytes that it asks for', async () => {
  const callers: Caller[] = [];
  const bodies: string[] = [];
  await using server = await startTestApp(() => ({ cancelScan: () => Promise.reject(forbidden('from the handler')) }), {
    config: { proxies: ['loopback'] },
    access: {
      authenticate: (caller) => {
        callers.push(caller);
        caller.onBody((bytes) => {
          bodies.push(Buffer.from(bytes).toString());
          if (bytes.length === 3) throw new HttpProblem(401, 'The digest does not fit');
        });
        return Promise.resolve(openPrincipal);
      },
    },
  });
  const headers = {
    'x-forwarded-for': '203.0.113.9',
    'x-forwarded-host': 'scan.example',
    'x-forwarded-proto': 'https',
  };
  const path = '/api/v1/scans/a%20b/cancel?x=%26';
  const refused = await sendRaw(server.origin, { method: 'POST', path, headers, body: 'abc' });
  expect(refused.status).toBe(401);
  expect(refused.headers['strict-transport-security']).toBe('max-age=31536000');
  expect((await sendRaw(server.origin, { method: 'POST', path, headers, body: 'abcd' })).status).toBe(403);
  expect((await sendRaw(server.origin, { method: 'POST', path, headers })).status).toBe(403);
  expect(bodies).toEqual(['abc', 'abcd', '']);
  expect(callers[0]).toMatchObject({
    method: 'POST',
    path: '/api/v1/scans/a%20b/cancel',
    query: 'x=%26',
    params: { scan_id: 'a b' },
    address: '203.0.113.9',
    authority: 'scan.example',
    certificateName: null,
  });
});

it('serves several requests of one connection', async () => {
  const { start } = makeRecorder();
  await using server = await start();
  using raw = await openRaw(server.port);
  raw.write(
    'GET /health HTTP/1.1\r\nhost: x\r\n\r\nGET /api/v1/scans/x HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n',
  );
  expect(await raw.readToEnd()).toMatch(/^HTTP\/1\.1 200 [^]*HTTP\/1\.1 404 /);
});
