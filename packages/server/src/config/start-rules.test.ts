import { expect, it } from 'vitest';
import { readServerConfig, type ConfigInput } from './read-server-config.ts';
import type { KeyCensus } from '@securescan/store';
import { findStartObjections, isOpen } from './start-rules.ts';

const NO_KEYS: KeyCensus = { any: false, usable: false, admin: false };
const ADMIN: KeyCensus = { any: true, usable: true, admin: true };
const PLAIN: KeyCensus = { any: true, usable: true, admin: false };
const REVOKED: KeyCensus = { any: true, usable: false, admin: false };
const KEY = { SECURESCAN_API_KEY: 'abcdefghijklmnopqrstuvwxyz' };
const TLS = { TLS_CERT_FILE: '/c', TLS_KEY_FILE: '/k' };
const PROXY = { TRUSTED_PROXIES: '10.0.0.1' };
const REQUIRED = { SECURESCAN_AUTH_REQUIRED: '1', SECURESCAN_EVENT_TOKEN_SECRET: 'x'.repeat(32) };

// Bind address × credentials × TLS × proxies, hardening §6.9.
it.each<[string, ConfigInput['env'], KeyCensus, readonly (string | RegExp)[]]>([
  ['127.0.0.1', {}, NO_KEYS, []],
  ['localhost', {}, NO_KEYS, []],
  ['::1', {}, NO_KEYS, []],
  ['127.0.0.1', KEY, NO_KEYS, []],
  ['127.0.0.1', REQUIRED, NO_KEYS, ['no credentials configured']],
  ['127.0.0.1', REQUIRED, PLAIN, ['no credentials configured']],
  ['127.0.0.1', REQUIRED, ADMIN, []],
  ['127.0.0.1', { ...KEY, SECURESCAN_AUTH_REQUIRED: '1' }, NO_KEYS, ['SECURESCAN_EVENT_TOKEN_SECRET']],
  [
    '0.0.0.0',
    {},
    NO_KEYS,
    [/no credential[^]*securescan keys create --admin[^]*export SECURESCAN_API_KEY/, 'plain HTTP'],
  ],
  ['0.0.0.0', TLS, NO_KEYS, ['no credential']],
  ['0.0.0.0', { ...TLS, SECURESCAN_ALLOW_ANONYMOUS: '1' }, NO_KEYS, []],
  ['0.0.0.0', KEY, NO_KEYS, ['plain HTTP']],
  ['0.0.0.0', { ...KEY, ...TLS }, NO_KEYS, []],
  ['0.0.0.0', { ...KEY, ...PROXY }, NO_KEYS, []],
  ['0.0.0.0', { ...KEY, ALLOW_INSECURE_HTTP: '1' }, NO_KEYS, []],
  ['0.0.0.0', PROXY, NO_KEYS, ['no credential']],
  ['192.0.2.7', TLS, PLAIN, []],
  ['::', { ...TLS }, ADMIN, []],
  ['0.0.0.0', TLS, REVOKED, ['no credential']],
])('on %s with %j and %j it objects to %j', async (host, env, census, expected) => {
  const result = await readServerConfig({ env: { HOME: '/h', ...env }, flags: { '--host': host } });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  const objections = findStartObjections(result.config, census);
  expect(objections).toEqual(
    expected.map((part) => (typeof part === 'string' ? expect.stringContaining(part) : expect.stringMatching(part))),
  );
});

it('is open only while no credential exists anywhere', async () => {
  const open = await readServerConfig({ env: { HOME: '/h' } });
  const keyed = await readServerConfig({ env: { HOME: '/h', ...KEY } });
  if (!open.ok || !keyed.ok) throw new Error('both are fine');
  expect([
    isOpen(open.config, NO_KEYS),
    isOpen(open.config, PLAIN),
    isOpen(keyed.config, NO_KEYS),
    isOpen(open.config, REVOKED),
  ]).toEqual([true, false, false, false]);
});
