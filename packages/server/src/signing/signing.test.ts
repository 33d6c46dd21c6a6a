import { createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fitsContentDigest, toContentDigest } from './content-digest.ts';
import { checkSignature, isSigned, readKeyIdOfSignature, signRequest } from './request-signature.ts';
import type { SignedMessage } from './signature-base.ts';
import { toSignatureBase } from './signature-base.ts';

it('writes the signature base of RFC 9421, appendix B.2.6, under which its signature verifies', () => {
  const message: SignedMessage = {
    method: 'POST',
    authority: 'example.com',
    path: '/foo',
    query: 'param=Value&Pet=dog',
    headers: {
      date: 'Tue, 20 Apr 2021 02:07:55 GMT',
      'content-type': 'application/json',
      'content-length': '18',
    },
  };
  const components = ['date', '@method', '@path', '@authority', 'content-type', 'content-length'];
  const parameters = `(${components.map((name) => `"${name}"`).join(' ')});created=1618884473;keyid="test-key-ed25519"`;
  const base = toSignatureBase(message, components, parameters);
  expect(base).toBe(
    [
      '"date": Tue, 20 Apr 2021 02:07:55 GMT',
      '"@method": POST',
      '"@path": /foo',
      '"@authority": example.com',
      '"content-type": application/json',
      '"content-length": 18',
      '"@signature-params": ("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"',
    ].join('\n'),
  );
  const key = createPublicKey({
    key: Buffer.from('MCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=', 'base64'),
    format: 'der',
    type: 'spki',
  });
  const signature = 'wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==';
  expect(verify(null, Buffer.from(base ?? ''), key, Buffer.from(signature, 'base64'))).toBe(true);
});

it.each([
  ['example.com:443', '', '/', '?'],
  ['EXAMPLE.com:80', '/a%2fb', '/a%2fb', '?'],
  ['example.com:8443', '/a', '/a', '?x=1&x=%20'],
])('derives components of %s%s', (authority, path, derivedPath, query) => {
  const message = { method: 'GET', authority, path, query: query.slice(1), headers: {} };
  const derived = authority.toLowerCase().replace(/:(?:443|80)$/, '');
  expect(toSignatureBase(message, ['@authority', '@path', '@query'], '()')).toBe(
    `"@authority": ${derived}\n"@path": ${derivedPath}\n"@query": ${query}\n"@signature-params": ()`,
  );
});

describe('content digests', () => {
  const body = Buffer.from('{"hello": "world"}');
  // From RFC 9530, appendix D.
  const sha256 = 'sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:';
  const sha512 = 'sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:';

  it('are those of RFC 9530', () => {
    expect(toContentDigest(body)).toBe(sha256);
  });

  it.each([
    [sha256, true],
    [sha512, true],
    [`${sha512}, ${sha256}`, true],
    [`md5=:AAAA:, ${sha256}`, true],
    ['', false],
    ['md5=:AAAA:', false],
    [sha256.replace('X48', 'X49'), false],
    [`${sha512}, ${sha256.replace('X48', 'X49')}`, false],
    ['sha-256=:X48E:', false],
    [sha256.replaceAll(':', ''), false],
  ])('%s fits: %s', (header, expected) => {
    expect(fitsContentDigest(header, body)).toBe(expected);
  });
});

describe('signed requests', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const other = generateKeyPairSync('ed25519');
  const toText = (key: typeof publicKey) => key.export({ format: 'der', type: 'spki' }).toString('base64');
  const now = new Date('2026-03-01T00:00:00Z');
  const seconds = (count: number) => new Date(now.getTime() + count * 1000);
  const body = Buffer.from('{"name":"k"}');
  const message: SignedMessage = {
    method: 'POST',
    authority: 'scan.example',
    path: '/api/v1/keys',
    query: 'a=1',
    headers: { 'content-type': 'application/json' },
  };
  const signed = (bytes: Uint8Array | null = body, at = now): SignedMessage => {
    const { 'content-type': _, ...bare } = message.headers;
    const own = { ...message, headers: bytes === null ? bare : message.headers };
    return {
      ...own,
      headers: { ...own.headers, ...signRequest(own, bytes, { key: privateKey, keyId: 'k', now: at }) },
    };
  };
  const check = (request: SignedMessage, changes: Partial<Parameters<typeof checkSignature>[1]> = {}) =>
    checkSignature(request, { publicKey: toText(publicKey), authority: 'scan.example', now, ...changes });
  const withHeader = (request: SignedMessage, name: string, change: (value: string) => string): SignedMessage => ({
    ...request,
    headers: { ...request.headers, [name]: change(request.headers[name] ?? '') },
  });

  it('verify, with and without a body, and name their key', () => {
    const request = signed();
    expect(isSigned(request.headers)).toBe(true);
    expect(readKeyIdOfSignature(request.headers)).toBe('k');
    expect(check(request)?.coversBody(body)).toBe(true);
    expect(check(request)?.coversBody(Buffer.from('{"name":"x"}'))).toBe(false);
    expect(check(request)?.coversBody(Buffer.alloc(0))).toBe(false);
    expect(check(signed(null))?.coversBody(Buffer.alloc(0))).toBe(true);
    expect(check(signed(null))?.coversBody(body)).toBe(false);
    expect(isSigned(message.headers)).toBe(false);
  });

  it.each<readonly [string, (request: SignedMessage) => SignedMessage]>([
    ['method', (request) => ({ ...request, method: 'PUT' })],
    ['path', (request) => ({ ...request, path: '/api/v1/Keys' })],
    ['query', (request) => ({ ...request, query: 'a=2' })],
    ['content-type', (request) => withHeader(request, 'content-type', () => 'text/plain')],
    ['content-digest', (request) => withHeader(request, 'content-digest', () => toContentDigest(Buffer.from('x')))],
    ['missing content-digest', (request) => withHeader(request, 'content-digest', () => '')],
    [
      'created',
      (request) => withHeader(request, 'signature-input', (value) => value.replace(/created=(\d+)\d/, 'created=$19')),
    ],
    [
      'expires',
      (request) => withHeader(request, 'signature-input', (value) => value.replace(/expires=(\d+)\d/, 'expires=$11')),
    ],
    ['nonce', (request) => withHeader(request, 'signature-input', (value) => value.replace('nonce="', 'nonce="A'))],
    ['keyid', (request) => withHeader(request, 'signature-input', (value) => value.replace('"k"', '"l"'))],
    ['components', (request) => withHeader(request, 'signature-input', (value) => value.replace('"@method" ', ''))],
    ['tag', (request) => withHeader(request, 'signature-input', (value) => value.replace('-v1', '-v2'))],
    [
      'algorithm',
      (request) => withHeader(request, 'signature-input', (value) => value.replace('ed25519', 'rsa-pss-sha512')),
    ],
    [
      'signature',
      (request) =>
        withHeader(request, 'signature', (value) => value.replace(/:(.)/, (_, c) => (c === 'A' ? ':B' : ':A'))),
    ],
    ['label', (request) => withHeader(request, 'signature', (value) => value.replace('sig1', 'sig2'))],
    ['missing signature', (request) => withHeader(request, 'signature', () => '')],
  ])('do not verify with another %s', (_, change) => {
    expect(check(change(signed()))).toBeNull();
  });

  it('do not verify for another authority, or under another key', () => {
    expect(check(signed(), { authority: 'other.example' })).toBeNull();
    expect(check(signed(), { authority: 'SCAN.example:443' })).not.toBeNull();
    expect(check(signed(), { publicKey: toText(other.publicKey) })).toBeNull();
  });

  it.each([
    [-301, false],
    [-299, true],
    [0, true],
    [299, true],
    [301, false],
  ])('are accepted when the clocks are %i s apart: %s', (apart, expected) => {
    expect(check(signed(body, seconds(apart))) !== null).toBe(expected);
  });

  it('must cover method, authority, path and query, and last no longer than five minutes', () => {
    for (const component of ['@method', '@authority', '@path', '@query']) {
      expect(check(resign((input) => input.replace(`"${component}" `, ''))), component).toBeNull();
    }
    expect(check(resign((input) => input))).not.toBeNull();
    expect(check(resign((input) => input.replace(/expires=\d+/, `expires=${now.getTime() / 1000 + 301}`)))).toBeNull();
    expect(check(resign((input) => input.replace(/expires=\d+/, `expires=${now.getTime() / 1000}`)))).toBeNull();
    expect(check(resign((input) => input.replace(/nonce="[^"]+"/, 'nonce="short"')))).toBeNull();
  });

  it('cover the type of a body together with its digest', () => {
    const request = resign((input) => input.replace('"content-type" ', ''));
    expect(check(request)?.coversBody(body)).toBe(false);
  });

  it.each([
    '',
    'sig1',
    'sig1=()',
    'sig1=("a" "a");x=1',
    '\u0000',
    `sig1=("${'a'.repeat(5000)}")`,
    'sig1=("@method"), sig2=()',
  ])('of a strange form are refused: %j', (input) => {
    const request = withHeader(signed(), 'signature-input', () => `${input};tag="securescan-v1"`);
    expect(check(request)).toBeNull();
    expect(readKeyIdOfSignature(request.headers)).toBeNull();
  });

  /** A genuine signature over parameters that do not follow the profile. */
  function resign(change: (input: string) => string): SignedMessage {
    const request = signed();
    const input = change((request.headers['signature-input'] ?? '').slice('sig1='.length));
    const components = [...input.slice(0, input.indexOf(')')).matchAll(/"([^"]+)"/g)].map(([, name]) => name ?? '');
    const base = toSignatureBase(request, [...new Set(components)], input) ?? '';
    const signature = sign(null, Buffer.from(base, 'latin1'), privateKey).toString('base64');
    return {
      ...request,
      headers: { ...request.headers, 'signature-input': `sig1=${input}`, signature: `sig1=:${signature}:` },
    };
  }
});
