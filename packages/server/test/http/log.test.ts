import { createClock } from '@securescan/host';
import { expect, it } from 'vitest';
import { createLogger } from '../../src/log/create-logger.ts';
import { startTestApp } from './test-app.ts';
import { startTestService } from './test-service.ts';

const parts = (...words: string[]) => words.join('_');
const PLANTED = {
  envKey: parts('environment', 'key', 'planted', '0001'),
  tokenSecret: parts('event', 'token', 'secret', 'planted', '0002'),
  secretKey: parts('secret', 'key', 'planted', '0003'),
};

it('logs every request once, and no secret, whatever is sent where', async () => {
  await using server = await startTestService({
    config: {
      auth: { envKey: PLANTED.envKey, eventTokenSecret: PLANTED.tokenSecret },
      secretKey: PLANTED.secretKey,
      log: { level: 'debug' },
    },
    checkContract: true,
  });
  const secrets: string[] = Object.values(PLANTED);
  const call = async (
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = { 'x-api-key': PLANTED.envKey },
  ) => {
    const response = await fetch(`${server.origin}${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return (await response.json()) as Record<string, string>;
  };
  const { key = '' } = await call('POST', '/api/v1/keys', { name: 'ci', scopes: ['read', 'admin'] });
  const hook = await call('POST', '/api/v1/webhooks', {
    name: 'chat',
    url: ['https://hooks.slack.com/services', 'T0', 'B0', 'plantedhook'].join('/'),
    event_filter: ['scan.failed'],
  });
  const { id = '' } = await call('POST', '/api/v1/scans', { target_path: server.directory, scan_types: ['baseline'] });
  const { token = '' } = await call('POST', `/api/v1/scans/${id}/event-token`);
  const stream = await fetch(`${server.origin}/api/v1/scans/${id}/events?event_token=${token}`);
  await stream.text();
  secrets.push(key, key.slice(-20), hook['secret'] ?? '', 'plantedhook', token);
  await call('GET', '/api/v1/scans', undefined, { authorization: `Bearer ${key}` });
  await call('GET', `/api/v1/scans?api_key=${PLANTED.envKey}&event_token=${token}`, undefined, {
    'x-api-key': 'wrong-key-planted-0004',
  });
  await call('GET', '/api/v1/scans', undefined, { cookie: 'session=planted-cookie-0005', 'x-api-key': key });
  secrets.push('wrong-key-planted-0004', 'planted-cookie-0005');
  await server.service.stop();

  const log = server.logLines.join('');
  expect(secrets.every((secret) => secret.length > 7)).toBe(true);
  for (const secret of secrets) expect(log).not.toContain(secret);
  const requests = server.logLines
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter(({ logger }) => logger === 'securescan.request');
  expect(requests).toHaveLength(8);
  expect(requests[0]).toMatchObject({
    level: 'INFO',
    message: 'request',
    method: 'POST',
    path: '/api/v1/keys',
    status: 201,
    client: '127.0.0.1',
    principal: 'env',
    request_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    latency_ms: expect.any(Number),
    ts: expect.stringMatching(/\+00:00$/),
  });
});

it('keeps the text of a mistake of ours in the log, with the id that the client got', async () => {
  const lines: string[] = [];
  const log = createLogger(
    { level: 'info', format: 'json' },
    { clock: createClock(), secrets: [], sink: { write: (line) => void lines.push(line) } },
  );
  await using app = await startTestApp(() => ({ getScan: () => Promise.reject(new TypeError('inner text')) }), { log });
  const { status, body } = await app.call('GET', '/api/v1/scans/x');
  expect([status, JSON.stringify(body)]).toEqual([500, expect.not.stringContaining('inner text')]);
  const failure = lines
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .find(({ message }) => message === 'request failed');
  expect(failure).toMatchObject({
    level: 'ERROR',
    request_id: (body as { request_id: string }).request_id,
    path: '/api/v1/scans/x',
    err: { type: 'TypeError', message: 'inner text', stack: expect.stringContaining('at ') },
  });
});
