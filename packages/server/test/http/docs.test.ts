import { expect, it } from 'vitest';
import type { Principal } from '../../src/auth/principal.ts';
import { HttpProblem } from '../../src/problem/http-problem.ts';
import { openPrincipal, startTestApp, type TestAppOptions } from './test-app.ts';

const BASES = ['', '/api', '/api/v1'];
const start = (docs: 'public' | 'authenticated' | 'off', access?: TestAppOptions['access']) =>
  startTestApp(() => ({}), { config: { docs }, ...(access ? { access } : {}) });
const as = (changes: Partial<Principal>) => ({
  authenticate: () => Promise.resolve({ ...openPrincipal, kind: 'key' as const, ...changes }),
});
const nobody = { authenticate: () => Promise.reject(new HttpProblem(401, 'X-API-Key header required')) };

it.each(BASES)('serves document and viewers below %j, every part from this server', async (base) => {
  await using server = await start('public', nobody);
  const document = await server.call('GET', `${base}/openapi.json`);
  expect(document).toMatchObject({ status: 200, body: { openapi: '3.1.1', info: { title: 'SecureScan' } } });
  for (const page of ['docs', 'redoc']) {
    const response = await server.fetch(`${base}/${page}`);
    const html = await response.text();
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/default-src 'self'/);
    expect(policy).not.toMatch(/script-src|unsafe-eval/);
    expect(html).not.toMatch(/https?:\/\/|<script(?! src=")|<script[^>]*>[^<]|\son\w+=/);
    const parts = [...html.matchAll(/(?:src|href|data-document)="([^"]+)"/g)].map(([, path]) => path ?? '');
    expect(parts.length).toBeGreaterThan(2);
    for (const part of parts) {
      const answer = await server.fetch(part);
      expect([part, answer.status]).toEqual([part, 200]);
      expect((await answer.arrayBuffer()).byteLength).toBeGreaterThan(100);
    }
  }
});

it('asks for scope read where the pages are not public', async () => {
  await using closed = await start('authenticated', nobody);
  for (const path of [
    '/docs',
    '/redoc',
    '/openapi.json',
    '/docs/swagger-ui.css',
    '/api/docs',
    '/api/v1/openapi.json',
  ]) {
    expect((await closed.call('GET', path)).status, path).toBe(401);
  }
  await using writer = await start('authenticated', as({ scopes: ['write'] }));
  expect((await writer.call('GET', '/docs')).status).toBe(403);
});

it('leaves out what only admin keys may call, for all others', async () => {
  await using reader = await start('authenticated', as({ scopes: ['read'] }));
  const paths = Object.keys(((await reader.call('GET', '/openapi.json')).body as { paths: object }).paths);
  expect(paths).toContain('/api/v1/scans');
  expect(paths).not.toContain('/api/v1/webhooks');
  await using admin = await start('authenticated', as({ scopes: ['read', 'admin'] }));
  expect(Object.keys(((await admin.call('GET', '/openapi.json')).body as { paths: object }).paths)).toContain(
    '/api/v1/webhooks',
  );
});

it('is not there when it is switched off', async () => {
  await using server = await start('off');
  for (const path of ['/docs', '/redoc', '/openapi.json', '/api/v1/docs', '/docs/swagger-ui.css']) {
    expect((await server.call('GET', path)).status, path).toBe(404);
  }
});

it('answers other methods like any other address', async () => {
  await using server = await start('public');
  const { status, headers } = await server.call('POST', '/docs');
  expect([status, headers.get('allow')]).toEqual([405, 'GET, HEAD']);
});
