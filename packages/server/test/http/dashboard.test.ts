import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, brotliCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMetrics } from '../../src/metrics/metrics.ts';
import { createSystemHandlers } from '../../src/resources/system/handlers.ts';
import { startTestApp, type TestAppOptions } from './test-app.ts';

const PAGE = '<!doctype html><title>SecureScan</title>';
const SCRIPT = 'console.log("dashboard");';
const BROWSER = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'securescan-dashboard-'));
  await mkdir(join(directory, 'assets'));
  await writeFile(join(directory, 'index.html'), PAGE);
  await writeFile(join(directory, 'assets', 'main-abc.js'), SCRIPT);
  await writeFile(join(directory, 'assets', 'main-abc.js.br'), brotliCompressSync(SCRIPT));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const start = (options: TestAppOptions = {}) =>
  startTestApp(
    (deps) => {
      // Nothing here asks for the checks.
      const { getServiceInfo } = createSystemHandlers(deps, { metrics: createMetrics(), checks: {} as never });
      return { getServiceInfo };
    },
    { dashboardDirectory: directory, ...options },
  );

describe('GET /', () => {
  it('is the page for a browser and JSON for a program, and says what that depends on', async () => {
    await using app = await start();
    const page = await app.fetch('/', { headers: BROWSER });
    expect(await page.text()).toBe(PAGE);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('vary')).toContain('accept');
    const info = await app.fetch('/');
    expect(await info.json()).toMatchObject({ name: 'SecureScan API' });
    expect(info.headers.get('vary')).toContain('accept');
  });

  it('has a content policy without exceptions, and is asked for again each time', async () => {
    await using app = await start();
    const { headers } = await app.fetch('/', { headers: BROWSER });
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(policy).not.toMatch(/unsafe|data:|https?:|\*/);
    expect(headers.get('cache-control')).toBe('no-cache');
  });

  it('is JSON for everybody when the dashboard is switched off', async () => {
    await using app = await start({ config: { dashboard: false } });
    expect((await app.fetch('/', { headers: BROWSER })).headers.get('content-type')).toBe('application/json');
    expect((await app.fetch('/history', { headers: BROWSER })).status).toBe(404);
  });
});

describe('other addresses', () => {
  it.each(['/history', '/scan/1?severity=high', '/no/such/page'])('a browser gets the page at %s', async (path) => {
    await using app = await start();
    const answer = await app.fetch(path, { headers: BROWSER });
    expect([answer.status, await answer.text()]).toEqual([200, PAGE]);
  });

  it.each([
    ['a program', 'GET', '/history', {}],
    ['an address of the API', 'GET', '/api/v1/nothing', BROWSER],
    ['an asset that is not there', 'GET', '/assets/other.js', BROWSER],
    ['another method', 'POST', '/history', BROWSER],
    ['a way out of the directory', 'GET', '/assets/..%2findex.html', BROWSER],
  ])('stay 404 for %s', async (_who, method, path, headers) => {
    await using app = await start();
    const answer = await app.fetch(path, { method, headers });
    expect([answer.status, await answer.json()]).toMatchObject([404, { detail: 'Not Found' }]);
  });

  it('refuse a path that is not UTF-8, also for browsers', async () => {
    await using app = await start();
    expect((await app.fetch('/%ff', { headers: BROWSER })).status).toBe(400);
  });
});

describe('assets', () => {
  it('are kept for good, and sent as the build compressed them', async () => {
    await using app = await start();
    const { status, headers, body } = await ask(app.port, '/assets/main-abc.js', { 'accept-encoding': 'gzip, br' });
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'content-encoding': 'br',
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'accept-encoding',
    });
    expect(brotliDecompressSync(body).toString()).toBe(SCRIPT);
  });

  it('are plain for clients that take nothing else, and no address of their compressed form exists', async () => {
    await using app = await start();
    const plain = await ask(app.port, '/assets/main-abc.js', { 'accept-encoding': 'identity' });
    expect([plain.headers['content-encoding'], plain.body.toString()]).toEqual([undefined, SCRIPT]);
    expect((await app.fetch('/assets/main-abc.js.br')).status).toBe(404);
    const post = await app.fetch('/assets/main-abc.js', { method: 'POST' });
    expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });
});

it('says so where nobody has built the dashboard, and the API answers all the same', async () => {
  await using app = await start({ dashboardDirectory: null });
  const page = await app.fetch('/', { headers: BROWSER });
  expect(page.status).toBe(503);
  expect(await page.text()).toContain('npm run build');
  expect(page.headers.get('content-security-policy')).not.toContain('unsafe');
  expect((await app.fetch('/')).status).toBe(200);
});

/** `fetch` decompresses by itself. */
async function ask(port: number, path: string, headers: Record<string, string>) {
  const { promise, resolve, reject } = Promise.withResolvers<{
    status: number | undefined;
    headers: Record<string, unknown>;
    body: Buffer;
  }>();
  request({ port, path, headers }, (response) => {
    const pieces: Buffer[] = [];
    response.on('data', (piece: Buffer) => pieces.push(piece));
    response.on('end', () => {
      resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(pieces) });
    });
  })
    .on('error', reject)
    .end();
  return promise;
}
