import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureBuilt } from '../build-command.ts';
import { openWire, parseAnswers, readDetail, readToEnd, send } from './hostile-http/wire.ts';
import { API_KEY, call, type ServerProcess, startServerProcess } from './server-process.ts';
import { openWorkshop, type Workshop } from './workshop.ts';

const TOKEN_SECRET = 'the secret of event tokens in this test';
const FINGERPRINT = 'b'.repeat(64);
const COMMENTS = `/api/v1/findings/${FINGERPRINT}/comments`;

let workshop: Workshop;
let server: ServerProcess;
let url = '';
beforeAll(async () => {
  await ensureBuilt();
  workshop = openWorkshop();
  server = startServerProcess({
    database: { kind: 'sqlite', path: join(workshop.root, 'hostile.db') },
    env: { ...workshop.env, SECURESCAN_EVENT_TOKEN_SECRET: TOKEN_SECRET },
  });
  url = await server.listening;
});
afterAll(async () => {
  // Nothing of all this may have ended it, or made it fail.
  const { code } = await server.stop();
  const log = server.output().stderr;
  workshop[Symbol.dispose]();
  expect(code).toBe(0);
  expect(log).not.toContain('"status":500');
});

const head = (line: string, ...headers: readonly string[]): string =>
  [`${line} HTTP/1.1`, 'host: localhost', `x-api-key: ${API_KEY}`, ...headers, '', ''].join('\r\n');

const listComments = async (): Promise<readonly string[]> =>
  ((await call(url, 'GET', COMMENTS)).body as { text: string }[]).map(({ text }) => text);

describe('a request that two servers could read in two ways', () => {
  const body = JSON.stringify({ text: 'smuggled' });
  const hidden = head(`POST ${COMMENTS}`, 'content-type: application/json', `content-length: ${body.length}`) + body;
  const post = `POST ${COMMENTS}`;

  it.each<[string, string]>([
    [
      'a length and chunks',
      head(post, `content-length: ${hidden.length + 5}`, 'transfer-encoding: chunked') + `0\r\n\r\n${hidden}`,
    ],
    ['chunks and a length', head(post, 'transfer-encoding: chunked', 'content-length: 5') + `0\r\n\r\n${hidden}`],
    ['two lengths', head(post, 'content-length: 0', `content-length: ${hidden.length}`) + hidden],
    ['a list of lengths', head(post, `content-length: 0, ${hidden.length}`) + hidden],
    ['a signed length', head(post, 'content-length: +0') + hidden],
    ['a length in hexadecimal', head(post, 'content-length: 0x0') + hidden],
    ['a length beyond all numbers', head(post, `content-length: ${'9'.repeat(30)}`) + hidden],
    ['a transfer coding that nobody knows', head(post, 'transfer-encoding: xchunked') + `0\r\n\r\n${hidden}`],
    ['chunks that are not last', head(post, 'transfer-encoding: chunked, identity') + `0\r\n\r\n${hidden}`],
    ['a blank before the colon', head(post, 'transfer-encoding : chunked') + `0\r\n\r\n${hidden}`],
    ['a folded header', head(post, 'x-folded: a\r\n transfer-encoding: chunked', 'content-length: 0') + hidden],
    [
      'a chunk of a size beyond all numbers',
      head(post, 'transfer-encoding: chunked') + `fffffffffffffffff\r\n${hidden}`,
    ],
    ['a chunk that is longer than it says', head(post, 'transfer-encoding: chunked') + `1\r\nxx\r\n0\r\n\r\n${hidden}`],
    ['a chunk with a bare LF', head(post, 'transfer-encoding: chunked') + `1\nx\n0\n\n${hidden}`],
    ['a line that ends with a bare CR', `${post} HTTP/1.1\rhost: localhost\r\n\r\n${hidden}`],
    ['NUL in a header', head(post, 'x-nul: a\0b', 'content-length: 0') + hidden],
    ['a control character in a name', head(post, 'x-\u0001: a', 'content-length: 0') + hidden],
  ])('because of %s is refused, and what follows is not looked at', async (_case, bytes) => {
    const answers = await send(url, bytes);
    expect(answers.map(({ status }) => status)).toEqual([400]);
    expect(answers.map(readDetail)).toEqual([expect.stringMatching(/^[A-Z]/)]);
    expect(answers[0]?.headers.get('connection')).toBe('close');
    expect(await listComments()).not.toContain('smuggled');
  });
});

describe('a connection', () => {
  it('answers pipelined requests in order, bad ones among them, and stays usable', async () => {
    const text = (value: string): string => {
      const body = JSON.stringify({ text: value });
      return head(`POST ${COMMENTS}`, 'content-type: application/json', `content-length: ${body.length}`) + body;
    };
    const answers = await send(
      url,
      [
        text('one'),
        head('GET /api/v1/nowhere'),
        head(`POST ${COMMENTS}`, 'content-type: application/json', 'content-length: 5') + '{"te"',
        text('two'),
        `GET /api/v1/scans HTTP/1.1\r\nhost: localhost\r\nx-api-key: wrong\r\n\r\n`,
        head('GET /health'),
        head(`GET ${COMMENTS}`, 'connection: close'),
      ].join(''),
    );
    expect(answers.map(({ status }) => status)).toEqual([201, 404, 422, 201, 401, 200, 200]);
    expect((await listComments()).toSorted()).toEqual(['one', 'two']);
  });

  it('on which a body is refused before it has come does not take the rest of it for a request', async () => {
    const rest =
      head(`POST ${COMMENTS}`, 'content-type: application/json', 'content-length: 19') + '{"text":"rest of it"}';
    const answers = await send(url, head(`POST ${COMMENTS}`, 'content-length: 99999999') + rest);
    expect(answers.map(({ status }) => status)).toEqual([413]);
    expect(await listComments()).not.toContain('rest of it');
  });

  it.each<[string, string, number]>([
    ['asks first and is refused', head(`POST ${COMMENTS}`, 'expect: 100-continue', 'content-length: 99999999'), 413],
    ['expects the impossible', head('GET /health', 'expect: miracles', 'connection: close'), 417],
    ['wants another protocol', head('GET /health', 'connection: upgrade, close', 'upgrade: websocket'), 200],
    ['wants a tunnel', 'CONNECT 10.0.0.1:22 HTTP/1.1\r\nhost: 10.0.0.1:22\r\n\r\n', 405],
    ['wants its own words back', head('TRACE /api/v1/scans', 'connection: close'), 405],
    ['asks about everything', head('OPTIONS *', 'connection: close'), 404],
    ['speaks HTTP/2 unasked', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
    ['speaks HTTP/0.9', 'GET /health\r\n\r\n', 400],
    ['speaks HTTP/9.9', 'GET /health HTTP/9.9\r\nhost: localhost\r\n\r\n', 400],
    ['names another host', head('GET http://169.254.169.254/latest/meta-data', 'connection: close'), 404],
    ['asks for a host without a path', head('GET http://localhost', 'connection: close'), 200],
    ['climbs out', head('GET /api/v1/../../../etc/passwd', 'connection: close'), 404],
    ['climbs out in disguise', head('GET /docs/%2e%2e/%2e%2e/%2e%2e/etc/passwd', 'connection: close'), 404],
    ['hides a slash', head('GET /api%2Fv1/scans', 'connection: close'), 404],
  ])('that %s gets one answer and closes', async (_case, bytes, status) => {
    const socket = await openWire(url);
    socket.write(bytes);
    const answers = parseAnswers(await readToEnd(socket));
    expect(answers[0]?.status).toBe(status);
    if (status >= 400) expect(answers.map(readDetail)).toEqual([expect.stringMatching(/^[A-Z]/)]);
  });

  it('that speaks TLS to a plain port is told so and closed', async () => {
    const hello = Buffer.from('16030100a5010000a10303', 'hex');
    expect((await send(url, hello)).map(({ status }) => status)).toEqual([400]);
  });

  it('whose peer goes away in the middle of anything leaves nothing behind', async () => {
    const scan = await call(url, 'POST', '/api/v1/scans', {
      target_path: workshop.addTree('gone'),
      scan_types: ['code'],
    });
    const { id } = scan.body as { id: string };
    const begun = [
      head(`GET /api/v1/scans/${id}/events`),
      head(`POST ${COMMENTS}`, 'content-length: 100') + '{"te',
      head(`POST ${COMMENTS}`, 'transfer-encoding: chunked') + '5\r\n{"te',
      'GET /api/v1/sc',
      head('GET /api/v1/scans').repeat(20),
      '',
    ];
    const sockets = await Promise.all(Array.from({ length: 60 }, () => openWire(url)));
    for (const [index, socket] of sockets.entries()) {
      socket.write(begun[index % begun.length] ?? '');
      if (index % 2 === 0) socket.resetAndDestroy();
    }
    const slowest = await timeHealth();
    for (const socket of sockets) socket.resetAndDestroy();
    expect(slowest).toBeLessThan(2000);
    const streams = async (): Promise<string> =>
      /^\w*event_streams\w* (\d+)$/m.exec(String((await call(url, 'GET', '/metrics')).body))?.[1] ?? 'unknown';
    await expect.poll(streams, { timeout: 10_000 }).toBe('0');
    expect(await listComments()).not.toContain('te');
  });

  it('that is closed on one side gets all its answers', async () => {
    const socket = await openWire(url, { allowHalfOpen: true });
    socket.end(head('GET /health') + head('GET /api/v1/scans') + head('GET /api/v1/nowhere'));
    expect(parseAnswers(await readToEnd(socket)).map(({ status }) => status)).toEqual([200, 200, 404]);
  });

  it('that takes in nothing does not hold up others', async () => {
    const socket = await openWire(url);
    socket.pause();
    socket.write(head('GET /openapi.json').repeat(300));
    expect(await timeHealth()).toBeLessThan(2000);
    socket.destroy();
  });
});

async function timeHealth(): Promise<number> {
  const times: number[] = [];
  for (let count = 0; count < 20; count += 1) {
    const start = performance.now();
    expect((await call(url, 'GET', '/health')).status).toBe(200);
    times.push(performance.now() - start);
  }
  return Math.max(...times);
}

describe('an event token', () => {
  const mint = (scan: string, key: string, expiresAt: number, secret = TOKEN_SECRET): string => {
    const body = `${scan}|${key}|${expiresAt}`;
    const signature = createHmac('sha256', secret).update(body).digest('base64url');
    return Buffer.from(`${body}|${signature}`).toString('base64url');
  };
  const now = Math.floor(Date.now() / 1000);
  let id = '';
  const open = async (token: string, scan = id) => {
    const path = `/api/v1/scans/${scan}/events?event_token=${encodeURIComponent(token)}`;
    const [answer] = await send(url, `GET ${path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n`);
    return answer ?? { status: 0, headers: new Map<string, string>(), body: '' };
  };
  beforeAll(async () => {
    const scan = await call(url, 'POST', '/api/v1/scans', {
      target_path: workshop.addTree('token'),
      scan_types: ['code'],
    });
    ({ id } = scan.body as { id: string });
    await call(url, 'POST', `/api/v1/scans/${id}/cancel`);
  });

  it('that is genuine opens its stream, also twice', async () => {
    const { body } = await call(url, 'POST', `/api/v1/scans/${id}/event-token`);
    const { token } = body as { token: string };
    expect((await open(token)).status).toBe(200);
    expect((await open(token)).status).toBe(200);
    expect((await open(mint(id, 'env', now + 100))).status).toBe(200);
  });

  it('that is not is refused with one sentence, whatever is wrong with it', async () => {
    const genuine = mint(id, 'env', now + 100);
    const half = Buffer.from(genuine, 'base64url').toString();
    const forged: readonly [string, string?][] = [
      ['x'],
      [genuine.slice(0, -1)],
      [`${genuine}A`],
      [`${genuine}====`],
      [genuine.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))],
      [genuine.toLowerCase()],
      [`${genuine}\0`],
      ['é'.repeat(100)],
      ['A'.repeat(7000)],
      [mint(id, 'env', now - 1)],
      [mint(id, 'env', now + 100, 'another secret')],
      [mint(id, 'nobody', now + 100)],
      [mint(id, 'dev', now + 100)],
      [mint('another-scan', 'env', now + 100)],
      [mint(id, 'env', Number.MAX_SAFE_INTEGER * 2)],
      [mint(id, 'env', -1)],
      [Buffer.from(half.replace(/\d+\|/, `${now + 999_999}|`)).toString('base64url')],
      [Buffer.from(`${half}|extra`).toString('base64url')],
      [Buffer.from('|||').toString('base64url')],
    ];
    const details = new Set<unknown>();
    for (const [token] of forged) {
      const answer = await open(token);
      if (answer.status === 401) details.add(readDetail(answer));
      // Guessing is limited, which is an answer of its own.
      expect([401, 422, 429], `${token.slice(0, 40)}: ${answer.status} ${answer.body}`).toContain(answer.status);
    }
    expect([...details]).toEqual(['Invalid or expired event token']);
  });
});
