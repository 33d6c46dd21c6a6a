import { expect, it } from 'vitest';
import { createMetrics } from '../../src/metrics/metrics.ts';
import { createSystemHandlers } from '../../src/resources/system/handlers.ts';
import { startTestApp } from './test-app.ts';
import type { ServerDeps } from '../../src/deps.ts';

const system = (deps: ServerDeps) =>
  createSystemHandlers(deps, {
    metrics: createMetrics(),
    checks: {
      database: () => deps.store.checkRead(),
      databaseWrite: () => deps.store.checkWrite(),
      scannerCount: () => 14,
      jobs: [],
      diskPath: null,
    },
  });

it('says that it is alive, ready, and what it is', async () => {
  await using server = await startTestApp(system);
  expect(await server.call('GET', '/health')).toMatchObject({ status: 200, body: { status: 'ok' } });
  expect(await server.call('GET', '/')).toMatchObject({ status: 200, body: { name: 'SecureScan API' } });
  expect(await server.call('GET', '/ready')).toMatchObject({
    status: 200,
    body: { status: 'ready', checks: { database: 'ok', db: { status: 'ok' }, scanners: { status: 'ok', count: 14 } } },
  });
  expect((await server.call('GET', '/metrics')).headers.get('content-type')).toContain('text/plain');
});

it('is not ready while the database is away, and does not say why', async () => {
  await using server = await startTestApp(system);
  await server.deps.store.close();
  const { status, body } = await server.call('GET', '/ready');
  expect(status).toBe(503);
  const state = { status: 'not_ready', checks: { database: 'unavailable', db: { status: 'fail' } } };
  expect(body).toMatchObject({ ...state, detail: state });
  expect(JSON.stringify(body)).not.toMatch(/destroy|driver|sqlite/i);
});

it('is not ready once it stops', async () => {
  await using server = await startTestApp(system);
  server.stop();
  expect(await server.call('GET', '/ready')).toMatchObject({ status: 503, body: { status: 'shutting_down' } });
  expect(await server.call('GET', '/health')).toMatchObject({ status: 200 });
});
