import { once } from 'node:events';
import { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { createAnswerCheck } from '../../src/http/answer-check.ts';
import type { Handlers } from '../../src/http/handler.ts';
import { routes } from '@securescan/contract';
import { sendRaw } from '../replay/send-raw.ts';
import { openRaw } from './raw-socket.ts';
import { startTestApp } from './test-app.ts';

const big = JSON.stringify(Array.from({ length: 2000 }, (_, index) => ({ id: index })));

const handlers: Partial<
  Handlers<'listScans' | 'getScanReport' | 'deleteScan' | 'listFindings' | 'getOwnKey' | 'streamScanEvents'>
> = {
  listScans: () =>
    Promise.resolve({ jsonText: big, headers: { 'X-Total-Count': '2000', Link: '<?cursor=a>; rel="next"' } }),
  listFindings: () => Promise.resolve({ jsonText: Readable.from(['[', '1', ']']), headers: { ETag: 'W/"v7"' } }),
  deleteScan: () => Promise.resolve({ empty: true }),
  getScanReport: ({ query: { format } }) =>
    Promise.resolve(
      format === 'html'
        ? { body: '<p>é', mediaType: 'text/html; charset=utf-8' }
        : {
            body: Uint8Array.of(1, 2, 3),
            mediaType: 'application/pdf',
            headers: { 'Content-Disposition': 'attachment; filename="r.pdf"' },
          },
    ),
};
const start = () => startTestApp(() => handlers);
const ask = (origin: string, path: string, headers: Record<string, string> = {}, method = 'GET') =>
  sendRaw(origin, { method, path, headers });

it('sends JSON that is text already, without a charset', async () => {
  await using server = await start();
  const { headers, text } = await ask(server.origin, '/api/v1/scans');
  expect(text).toBe(big);
  expect(headers).toMatchObject({
    'content-type': 'application/json',
    'x-total-count': '2000',
    link: '<?cursor=a>; rel="next"',
  });
});

it('puts a page link beside the one to the successor', async () => {
  await using server = await start();
  expect((await ask(server.origin, '/api/scans')).headers['link']).toBe(
    '<?cursor=a>; rel="next", </api/v1/scans>; rel="successor-version"',
  );
});

it('sends files as they are, and pages that cannot run anything', async () => {
  await using server = await start();
  const pdf = await server.fetch('/api/v1/scans/x/report?format=pdf');
  expect([...new Uint8Array(await pdf.arrayBuffer())]).toEqual([1, 2, 3]);
  expect(pdf.headers.get('content-disposition')).toContain('r.pdf');
  const html = await server.fetch('/api/v1/scans/x/report');
  expect(html.headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox/);
  expect(await html.text()).toBe('<p>é');
});

it('sends nothing where nothing is to be sent', async () => {
  await using server = await start();
  const { status, text, headers } = await ask(server.origin, '/api/v1/scans/x', {}, 'DELETE');
  expect([status, text, headers['content-type']]).toEqual([204, '', undefined]);
});

it('gives a validator, and takes it back', async () => {
  await using server = await start();
  const { etag } = (await ask(server.origin, '/api/v1/scans')).headers;
  expect(etag).toMatch(/^W\/"[\w-]{27}"$/);
  for (const known of [etag ?? '', `"other", ${etag}`, '*', (etag ?? '').slice(2)]) {
    expect(await ask(server.origin, '/api/v1/scans', { 'if-none-match': known })).toMatchObject({
      status: 304,
      text: '',
      headers: { etag },
    });
  }
  expect(await ask(server.origin, '/api/v1/scans', { 'if-none-match': 'W/"other"' })).toMatchObject({
    status: 200,
    text: big,
  });
  expect(await ask(server.origin, '/api/v1/scans/x/findings', { 'if-none-match': 'W/"v7"' })).toMatchObject({
    status: 304,
    text: '',
  });
  expect(await ask(server.origin, '/api/v1/scans/x/findings')).toMatchObject({ status: 200, text: '[1]' });
});

it.each([
  ['br', brotliDecompressSync],
  ['gzip', gunzipSync],
])('compresses with %s what is large enough', async (encoding, unpack) => {
  await using server = await start();
  using raw = await openRaw(server.port);
  const chunks: Buffer[] = [];
  raw.socket.setEncoding('latin1');
  raw.socket.on('data', (text: string) => chunks.push(Buffer.from(text, 'latin1')));
  raw.write(`GET /api/v1/scans HTTP/1.0\r\nhost: x\r\naccept-encoding: ${encoding}\r\n\r\n`);
  await raw.readToEnd();
  const whole = Buffer.concat(chunks);
  const split = whole.indexOf('\r\n\r\n');
  const head = whole.subarray(0, split).toString();
  expect(head).toMatch(new RegExp(`content-encoding: ${encoding}`, 'i'));
  expect(head).toMatch(/vary: .*Origin/i);
  expect(whole.length).toBeLessThan(big.length / 2);
  expect(unpack(whole.subarray(split + 4)).toString()).toBe(big);
});

it('leaves small answers as they are', async () => {
  await using server = await start();
  const { headers } = await ask(server.origin, '/api/v1/scans/x/report', { 'accept-encoding': 'br, gzip' });
  expect(headers['content-encoding']).toBeUndefined();
});

it('hands a stream the raw answer with every header in it, and tells when the client goes', async () => {
  const gone = Promise.withResolvers<void>();
  await using server = await startTestApp(() => ({
    streamScanEvents: (_inputs, { signal }) => {
      signal.addEventListener('abort', () => {
        gone.resolve();
      });
      return Promise.resolve({
        stream: (response) => {
          response.write(': hello\n\n');
        },
      });
    },
  }));
  const path = '/api/scans/x/events';
  const { headers, status } = await sendRaw(server.origin, { method: 'GET', path, headers: {} }, (text) =>
    text.includes('hello'),
  );
  expect(status).toBe(200);
  expect(headers).toMatchObject({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    deprecation: 'true',
    vary: 'Origin',
    'x-accel-buffering': 'no',
    'x-content-type-options': 'nosniff',
  });
  await gone.promise;
  expect((await server.call('HEAD', path)).status).toBe(405);
});

it('cancels a handler whose client has gone', async () => {
  const entered = Promise.withResolvers<void>();
  const gone = Promise.withResolvers<void>();
  await using server = await startTestApp(() => ({
    getScan: async (_inputs, { signal }) => {
      entered.resolve();
      await once(signal, 'abort');
      gone.resolve();
      throw signal.reason;
    },
  }));
  const raw = await openRaw(server.port);
  raw.write('GET /api/v1/scans/x HTTP/1.1\r\nhost: localhost\r\n\r\n');
  await entered.promise;
  raw.socket.destroy();
  await gone.promise;
  await nextTurn();
});

it('cuts an answer short whose source breaks, rather than ending it as if it were whole', async () => {
  await using server = await startTestApp(() => ({
    listFindings: () =>
      Promise.resolve({
        jsonText: Readable.from(
          (async function* () {
            yield '[1,';
            await nextTurn();
            throw new Error('broken');
          })(),
        ),
      }),
  }));
  await expect(server.call('GET', '/api/v1/scans/x/findings')).rejects.toThrow();
  expect((await server.call('GET', '/api/v1/scans/x/nothing')).status).toBe(404);
});

it('finds answers that do not fit their contract', () => {
  const breaches: string[] = [];
  const check = createAnswerCheck((breach) => breaches.push(breach));
  check.json(routes.getHealth, { json: { status: 'fine' } });
  check.json(routes.getHealth, { json: { status: 'ok', more: 1 } });
  check.json(routes.deleteScan, { json: {} });
  check.sent(routes.getHealth, 418, 'application/json', '{}');
  check.sent(routes.getScan, 404, 'application/json', '{"detail":5}');
  check.sent(routes.getScanReport, 200, 'image/png', '');
  expect(breaches).toHaveLength(6);
  check.json(routes.getHealth, { json: { status: 'ok' } });
  check.sent(routes.getScan, 404, 'application/json', '{"detail":"Scan not found"}');
  check.sent(routes.getScanReport, 200, 'text/html; charset=utf-8', '');
  expect(breaches).toHaveLength(6);
});
