import { expect, it } from 'vitest';
import { makeSystemHandlers as system } from './system-handlers.ts';
import { startTestApp } from './test-app.ts';

it('says that it is alive, ready, and what it is', async () => {
  await using server = await startTestApp((deps) => system(deps));
  expect(await server.call('GET', '/health')).toMatchObject({ status: 200, body: { status: 'ok' } });
  expect(await server.call('GET', '/')).toMatchObject({ status: 200, body: { name: 'SecureScan API' } });
  expect(await server.call('GET', '/ready')).toMatchObject({
    status: 200,
    body: { status: 'ready', checks: { database: 'ok', db: { status: 'ok' }, scanners: { status: 'ok', count: 14 } } },
  });
  expect((await server.call('GET', '/metrics')).headers.get('content-type')).toContain('text/plain');
});

it('is not ready while the database is away, and does not say why', async () => {
  await using server = await startTestApp((deps) => system(deps));
  await server.deps.store.close();
  const { status, body } = await server.call('GET', '/ready');
  expect(status).toBe(503);
  const state = { status: 'not_ready', checks: { database: 'unavailable', db: { status: 'fail' } } };
  expect(body).toMatchObject({ ...state, detail: state });
  expect(JSON.stringify(body)).not.toMatch(/destroy|driver|sqlite/i);
});

it('is not ready once it stops', async () => {
  await using server = await startTestApp((deps) => system(deps));
  server.stop();
  expect(await server.call('GET', '/ready')).toMatchObject({ status: 503, body: { status: 'shutting_down' } });
  expect(await server.call('GET', '/health')).toMatchObject({ status: 200 });
});
