import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Handlers } from '../../src/http/handler.ts';
import { openRaw } from './raw-socket.ts';
import { startTestApp, type TestApp } from './test-app.ts';

type Tried = Handlers<
  'cancelScan' | 'setFindingState' | 'listFindings' | 'setFindingStates' | 'browse' | 'createKey' | 'getScan'
>;

/** What reached a handler; nothing bad may. */
const reached: unknown[] = [];
const note = (inputs: unknown) => {
  reached.push(inputs);
  return Promise.resolve({ jsonText: '{}' });
};
const handlers: Tried = {
  cancelScan: note,
  setFindingState: note,
  listFindings: note,
  setFindingStates: note,
  browse: note,
  createKey: note,
  getScan: note,
};

let server: TestApp;
beforeAll(async () => {
  server = await startTestApp(() => handlers, { config: { limits: { bodyBytes: 4096 } } });
});
afterAll(() => server[Symbol.asyncDispose]());

const FINGERPRINT = 'a'.repeat(64);
const STATE = `/api/v1/findings/${FINGERPRINT}/state`;

async function send(method: string, path: string, body?: string | Uint8Array<ArrayBuffer>, type = 'application/json') {
  reached.length = 0;
  const response = await server.fetch(path, {
    method,
    ...(body === undefined ? {} : { body, headers: { 'content-type': type } }),
  });
  return { status: response.status, body: (await response.json()) as { detail: unknown } };
}

const missing = (field: string, input: unknown) => ({
  type: 'missing',
  loc: ['body', field],
  msg: 'Field required',
  input,
});

describe('a body', () => {
  it.each<[string, string | Uint8Array<ArrayBuffer> | undefined, string | undefined, unknown]>([
    ['that is absent', undefined, undefined, [{ type: 'missing', loc: ['body'], msg: 'Field required', input: null }]],
    ['that is empty', '', 'application/json', [{ type: 'missing', loc: ['body'], msg: 'Field required', input: null }]],
    ['that ends early', '{"status": ', undefined, [json(11, 'Expecting value')]],
    [
      'with a trailing comma',
      '{"status":"new",}',
      undefined,
      [json(16, 'Expecting property name enclosed in double quotes')],
    ],
    ['without a colon', '{"status" "new"}', undefined, [json(10, "Expecting ':' delimiter")]],
    ['without a comma', '[1 2]', undefined, [json(3, "Expecting ',' delimiter")]],
    ['with more behind it', '{} {}', undefined, [json(3, 'Extra data')]],
    ['with an open string', '{"a', undefined, [json(1, 'Unterminated string starting at')]],
    ['with a bad escape', String.raw`"\x"`, undefined, [json(1, String.raw`Invalid \escape`)]],
    ['with a raw newline in a string', '"a\nb"', undefined, [json(2, 'Invalid control character at')]],
    ['that is not UTF-8', Uint8Array.of(0x22, 0xff, 0x22), undefined, [json(0, 'the body is not UTF-8')]],
    ['that is a list', '[]', undefined, [notAnObject([])]],
    ['that is a number', '5', undefined, [notAnObject(5)]],
    ['of another type', 'status=new', 'application/x-www-form-urlencoded', [notAnObject('status=new')]],
    ['of no type at all', 'x', 'nonsense', [notAnObject('x')]],
    ['without its fields', '{}', undefined, [missing('status', {})]],
    [
      'with several mistakes, in the order of the fields',
      JSON.stringify({ updated_by: 'x'.repeat(201), note: 5, status: 'maybe' }),
      undefined,
      [
        expect.objectContaining({ type: 'enum', loc: ['body', 'status'], input: 'maybe' }),
        { type: 'string_type', loc: ['body', 'note'], msg: 'Input should be a valid string', input: 5 },
        {
          type: 'string_too_long',
          loc: ['body', 'updated_by'],
          msg: 'String should have at most 200 characters',
          input: 'x'.repeat(201),
          ctx: { max_length: 200 },
        },
      ],
    ],
    [
      'with NUL in a text',
      JSON.stringify({ status: 'new', note: 'a\0b' }),
      undefined,
      [
        {
          type: 'value_error',
          loc: ['body', 'note'],
          msg: 'Value error, must not contain null bytes',
          input: 'a\0b',
          ctx: { error: {} },
        },
      ],
    ],
    [
      'with half of a surrogate pair',
      String.raw`{"status":"new","note":"\ud800"}`,
      undefined,
      [expect.objectContaining({ type: 'string_unicode', loc: ['body', 'note'] })],
    ],
    [
      'with a date that is none',
      JSON.stringify({ status: 'new', expires_at: 'tomorrow' }),
      undefined,
      [expect.objectContaining({ type: 'datetime_parsing', loc: ['body', 'expires_at'], input: 'tomorrow' })],
    ],
  ])('%s is refused', async (_case, body, type, detail) => {
    expect(await send('PATCH', STATE, body, type)).toEqual({ status: 422, body: { detail } });
    expect(reached).toEqual([]);
  });

  function json(offset: number, error: string) {
    return { type: 'json_invalid', loc: ['body', offset], msg: 'JSON decode error', input: {}, ctx: { error } };
  }
  function notAnObject(input: unknown) {
    return {
      type: 'model_attributes_type',
      loc: ['body'],
      msg: 'Input should be a valid dictionary or object to extract fields from',
      input,
    };
  }

  it('names the place inside a list', async () => {
    const { body } = await send(
      'POST',
      '/api/v1/findings/state',
      JSON.stringify({ fingerprints: [FINGERPRINT, 'x'], status: 'new' }),
    );
    expect(body.detail).toEqual([
      {
        type: 'string_pattern_mismatch',
        loc: ['body', 'fingerprints', 1],
        msg: "String should match pattern '^[0-9a-f]{64}$'",
        input: 'x',
        ctx: { pattern: '^[0-9a-f]{64}$' },
      },
    ]);
  });

  it('that is nested a thousand times is refused without repeating it', async () => {
    const { status, body } = await send('PATCH', STATE, '['.repeat(1000) + ']'.repeat(1000));
    expect(status).toBe(422);
    expect(JSON.stringify(body).length).toBeLessThan(300);
  });

  it('that defines __proto__ changes nothing', async () => {
    const { status } = await send(
      'PATCH',
      STATE,
      '{"status":"new","__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}',
    );
    expect(status).toBe(200);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    expect(reached).toMatchObject([{ body: { status: 'new', note: null } }]);
  });

  it('with fields that nobody knows is taken without them', async () => {
    await send('PATCH', STATE, '{"status":"new","colour":"red"}');
    expect(Object.keys((reached[0] as { body: object }).body)).not.toContain('colour');
  });

  it('on a route without one does not matter', async () => {
    expect((await send('POST', '/api/v1/scans/x/cancel', '{"broken')).status).toBe(200);
  });

  it.each(['content-length', 'chunked'])('that is too large is refused with 413 (%s)', async (how) => {
    const text = JSON.stringify({ status: 'new', note: 'x'.repeat(5000) });
    const body = how === 'chunked' ? new Blob([text]).stream() : text;
    const response = await server.fetch(STATE, {
      method: 'PATCH',
      body,
      headers: { 'content-type': 'application/json' },
      duplex: 'half',
    } as RequestInit);
    expect([response.status, await response.json()]).toEqual([413, { detail: 'The body is larger than 4096 bytes' }]);
  });

  it('that breaks off leaves the server alive', async () => {
    using raw = await openRaw(server.port);
    raw.write(
      `PATCH ${STATE} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"sta`,
    );
    raw.socket.destroy();
    expect((await server.call('GET', '/api/v1/scans/x')).status).toBe(200);
  });
});

describe('a query', () => {
  it.each<[string, string, unknown]>([
    ['a number below its bound', 'limit=0', { type: 'greater_than_equal', input: '0', ctx: { ge: 1 } }],
    ['a number above its bound', 'limit=10001', { type: 'less_than_equal', input: '10001', ctx: { le: 10_000 } }],
    ['a number beyond 2^53', 'limit=99999999999999999999', { type: 'less_than_equal', ctx: { le: 10_000 } }],
    ['a word for a number', 'limit=abc', { type: 'int_parsing', input: 'abc' }],
    ['nothing for a number', 'limit=', { type: 'int_parsing', input: '' }],
    ['hexadecimal', 'limit=0x10', { type: 'int_parsing' }],
    ['an exponent', 'limit=1e2', { type: 'int_parsing' }],
    ['a fraction', 'limit=1.5', { type: 'int_parsing' }],
    ['a name twice', 'limit=1&limit=2', { type: 'duplicate_key', loc: ['query', 'limit'], input: '2' }],
    ['broken encoding', 'q=%ff', { type: 'string_unicode', loc: ['query', 'q'] }],
    ['NUL', 'q=%00', { type: 'value_error', loc: ['query', 'q'], msg: 'Value error, must not contain null bytes' }],
    ['a word for a switch', 'include_suppressed=maybe', { type: 'bool_parsing', input: 'maybe' }],
    ['a text that is too long', `q=${'x'.repeat(201)}`, { type: 'string_too_long', ctx: { max_length: 200 } }],
  ])('with %s is refused', async (_case, query, issue) => {
    const { status, body } = await send('GET', `/api/v1/scans/x/findings?${query}`);
    expect(status).toBe(422);
    expect(body.detail).toEqual([expect.objectContaining(issue as object)]);
    expect(reached).toEqual([]);
  });

  it('tells all mistakes at once', async () => {
    const { body } = await send('GET', `/api/v1/scans/x/findings?offset=-1&limit=x&include_suppressed=2`);
    expect((body.detail as { loc: string[] }[]).map(({ loc }) => loc[1])).toEqual([
      'include_suppressed',
      'limit',
      'offset',
    ]);
  });

  it.each([
    ['limit=%205+', 5],
    ['limit=7&unknown=1&unknown=2', 7],
    ['limit=3&&x=%ff', 3],
  ])('%s is taken', async (query, limit) => {
    expect((await send('GET', `/api/v1/scans/x/findings?${query}`)).status).toBe(200);
    expect(reached).toMatchObject([{ query: { limit } }]);
  });

  it.each(['true', 'YES', '1', 'on', 't', 'Y'])('%s switches on', async (word) => {
    await send('GET', `/api/v1/scans/x/findings?include_suppressed=${word}`);
    expect(reached).toMatchObject([{ query: { include_suppressed: true } }]);
  });
});

describe('a path', () => {
  it.each([
    ['an encoded slash', '/api/v1/scans/a%2Fb', 'a/b'],
    ['dots', '/api/v1/scans/..%2f..%2fetc%2fpasswd', '../../etc/passwd'],
    ['blanks and quotes', `/api/v1/scans/%20'%22;--`, ` '";--`],
    ['eight thousand characters', `/api/v1/scans/${'a'.repeat(8000)}`, 'a'.repeat(8000)],
  ])('with %s is one opaque id', async (_case, path, id) => {
    expect((await send('GET', path)).status).toBe(200);
    expect(reached).toMatchObject([{ params: { scan_id: id } }]);
  });

  it('with NUL is refused', async () => {
    const { status, body } = await send('GET', '/api/v1/scans/%00');
    expect([status, body.detail]).toEqual([
      422,
      [expect.objectContaining({ type: 'value_error', loc: ['path', 'scan_id'] })],
    ]);
  });

  it('that is no fingerprint is refused', async () => {
    const { status, body } = await send('PATCH', '/api/v1/findings/xyz/state', '{"status":"new"}');
    expect([status, body.detail]).toEqual([
      422,
      [expect.objectContaining({ type: 'string_pattern_mismatch', loc: ['path', 'fingerprint'] })],
    ]);
  });

  it.each(['/api/v1/scans/%zz', '/%ff', '/api/v1/%c0%af'])('%s, which is not UTF-8, is refused', async (path) => {
    using raw = await openRaw(server.port);
    raw.write(`GET ${path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n`);
    const answer = await raw.readToEnd();
    expect(answer).toMatch(/^HTTP\/1\.1 400 [^]*\{"detail":"The path is not percent-encoded UTF-8"\}$/);
    expect(answer).toContain('x-request-id');
  });

  it('in absolute form is a path', async () => {
    using raw = await openRaw(server.port);
    raw.write(`GET http://localhost/api/v1/scans/x HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n`);
    expect(await raw.readToEnd()).toMatch(/^HTTP\/1\.1 200 /);
  });
});

describe('a request', () => {
  it.each<[string, string, RegExp]>([
    ['that is no HTTP', 'hello\r\n\r\n', /^HTTP\/1\.1 400 [^]*"This is not an HTTP request"/],
    [
      'with 20 KiB of headers',
      `GET / HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`,
      /^HTTP\/1\.1 431 [^]*larger than 16 KiB/,
    ],
    [
      'with 150 headers',
      `GET /health HTTP/1.1\r\nhost: x\r\nconnection: close\r\n${'a: b\r\n'.repeat(150)}\r\n`,
      /^HTTP\/1\.1 431 [^]*More than 100 headers/,
    ],
    [
      'without a Host',
      'GET /api/v1/scans/x HTTP/1.1\r\nconnection: close\r\n\r\n',
      /^HTTP\/1\.1 400 [^]*The Host header is missing/,
    ],
    [
      'with two lengths',
      `PATCH ${STATE} HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nxx`,
      /^HTTP\/1\.1 400 /,
    ],
    [
      'with a length and chunks',
      `PATCH ${STATE} HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
      /^HTTP\/1\.1 400 /,
    ],
    ['with a method that is none', 'BREW / HTTP/1.1\r\nhost: x\r\n\r\n', /^HTTP\/1\.1 400 /],
  ])('%s gets one clear answer', async (_case, text, expected) => {
    using raw = await openRaw(server.port);
    raw.write(text);
    expect(await raw.readToEnd()).toMatch(expected);
  });

  it('whose sender has closed its half is answered', async () => {
    using raw = await openRaw(server.port, { allowHalfOpen: true });
    raw.socket.end('GET /api/v1/scans/x HTTP/1.1\r\nhost: localhost\r\n\r\n');
    expect(await raw.readToEnd()).toMatch(/^HTTP\/1\.1 200 /);
  });
});
