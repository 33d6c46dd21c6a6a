import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createClientAddressReader, parseNetwork } from './client-address.ts';

it.each<[string, readonly string[], string, string | undefined, string]>([
  ['nobody is trusted', [], '10.0.0.1', '203.0.113.9', '10.0.0.1'],
  ['one hop', ['10.0.0.0/8'], '10.0.0.1', '203.0.113.9', '203.0.113.9'],
  ['two hops', ['10.0.0.0/8'], '10.0.0.1', '203.0.113.9, 10.0.0.2', '203.0.113.9'],
  ['a spoofed entry before', ['10.0.0.0/8'], '10.0.0.1', '1.1.1.1, 203.0.113.9, 10.0.0.2', '203.0.113.9'],
  ['garbage ends the walk', ['10.0.0.0/8'], '10.0.0.1', '203.0.113.9, nonsense, 10.0.0.2', '10.0.0.2'],
  ['nothing but garbage', ['10.0.0.0/8'], '10.0.0.1', 'unknown', '10.0.0.1'],
  ['an empty header', ['10.0.0.0/8'], '10.0.0.1', '', '10.0.0.1'],
  ['no header', ['10.0.0.0/8'], '10.0.0.1', undefined, '10.0.0.1'],
  ['IPv6', ['2001:db8::/32'], '2001:db8::1', '2001:db9::7', '2001:db9::7'],
  ['a mapped peer', ['10.0.0.0/8'], '::ffff:10.0.0.1', '203.0.113.9', '203.0.113.9'],
  ['a mapped entry', ['10.0.0.0/8'], '10.0.0.1', '::ffff:203.0.113.9', '203.0.113.9'],
  ['a mapped network', ['::ffff:10.0.0.0/104'], '10.0.0.1', '203.0.113.9', '203.0.113.9'],
  ['loopback', ['loopback'], '127.0.0.1', '203.0.113.9', '203.0.113.9'],
  ['unique local', ['uniquelocal'], 'fd00::1', '203.0.113.9', '203.0.113.9'],
  ['only trusted ones', ['10.0.0.0/8'], '10.0.0.1', '10.0.0.9, 10.0.0.2', '10.0.0.9'],
])('with %s', (_case, proxies, peer, forwarded, client) => {
  expect(createClientAddressReader(proxies)(peer, { 'x-forwarded-for': forwarded }).address).toBe(client);
});

it('walks twenty entries and no further', () => {
  const hops = Array.from({ length: 40 }, (_, index) => `10.0.0.${index}`).join(',');
  expect(createClientAddressReader(['10.0.0.0/8'])('10.1.1.1', { 'x-forwarded-for': hops }).address).toBe('10.0.0.20');
});

it('trusts a Unix socket only when it is in the list', () => {
  const headers = { 'x-forwarded-for': '203.0.113.9', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'a.example' };
  expect(createClientAddressReader(['unix'])(undefined, headers)).toMatchObject({
    address: '203.0.113.9',
    forwardedProto: 'https',
  });
  expect(createClientAddressReader([])(undefined, headers)).toEqual({
    address: 'unix',
    forwardedProto: null,
    forwardedHost: null,
    hasUntrustedForwarding: true,
  });
});

it('reads the standard header only when it is asked for', () => {
  const headers = {
    forwarded: 'for=1.1.1.1, for="[2001:db8::7]:4711";proto=https;host="b.example"',
    'x-forwarded-for': '9.9.9.9',
  };
  expect(createClientAddressReader(['loopback'], 'rfc7239')('127.0.0.1', headers)).toMatchObject({
    address: '2001:db8::7',
    forwardedProto: 'https',
    forwardedHost: 'b.example',
  });
  expect(createClientAddressReader(['loopback'])('127.0.0.1', headers).address).toBe('9.9.9.9');
});

it('never believes an untrusted peer, whatever it writes', () => {
  const read = createClientAddressReader(['10.0.0.0/8']);
  fc.assert(
    fc.property(fc.string(), fc.string(), (forwarded, host) => {
      const { address, forwardedHost } = read('198.51.100.1', {
        'x-forwarded-for': forwarded,
        'x-forwarded-host': host,
      });
      expect([address, forwardedHost]).toEqual(['198.51.100.1', null]);
    }),
  );
});

it.each(['10.0.0.0/33', 'proxy', '10.0.0/8x', ''])('%j is no network', (text) => {
  expect(parseNetwork(text)).toBeNull();
});
