import { readServerConfig } from '../../../src/config/read-server-config.ts';
import { mintEventToken, toEventTokenSecret } from '../../../src/events/token.ts';
import { bind, type Bindings } from '../placeholders.ts';
import { startScan, waitForEnd } from '../prepare-scan.ts';
import { replayFile } from '../replay.ts';
import { ENV_KEY, type ReplayService, startReplayService, TOKEN_SECRET } from '../service.ts';

const AUTH = { envKey: ENV_KEY, eventTokenSecret: TOKEN_SECRET };
const BY_ENV_KEY = { 'x-api-key': ENV_KEY };

interface Created {
  readonly id: string;
  readonly key: string;
}

/** Makes a key that was not recorded and binds its id and text. */
export async function addKey(
  service: ReplayService,
  bindings: Bindings,
  name: string,
  scopes: readonly string[],
  headers?: Readonly<Record<string, string>>,
): Promise<string> {
  const created = await service.askFor<Created>('POST', '/api/v1/keys', { name, scopes }, headers);
  bind(bindings, `key_id:${name}`, created.id);
  bind(bindings, `key:${name}`, created.key);
  return created.key;
}

/** Keys, scopes, event tokens and limits. */
export function replaySignIn(): void {
  replayFile('auth', {
    start: () =>
      startReplayService({
        config: {
          auth: AUTH,
          limits: { scanRatePerMinute: 600 },
          cors: { origins: ['https://dash.example', 'https://two.example'] },
        },
      }),
    bindings: { 'key:env': ENV_KEY, 'key:unknown': `ssk_${'a'.repeat(10)}_${'b'.repeat(32)}` },
    before: async (name, service, bindings) => {
      // Between two starts of scans with one key the bucket had become full again.
      if (name.startsWith('invalid body')) service.clock.advance(200);
      if (name !== 'no key') return;
      bind(bindings, 'target', service.world.bindings['target_clean'] ?? '');
      const read = await addKey(service, bindings, 'read', ['read'], BY_ENV_KEY);
      bind(bindings, 'key:read, last character changed', `${read.slice(0, -1)}${read.endsWith('a') ? 'b' : 'a'}`);
      await addKey(service, bindings, 'write', ['write'], BY_ENV_KEY);
      await addKey(service, bindings, 'admin2', ['admin'], BY_ENV_KEY);
      await addKey(service, bindings, 'rw', ['read', 'write'], BY_ENV_KEY);
    },
  });

  replayFile('keys', {
    start: () => startReplayService({ config: { auth: AUTH } }),
    bindings: { 'key:env': ENV_KEY },
  });

  replayFile('dev-mode', {
    start: () => startReplayService(),
    before: async (name, service, bindings) => {
      if (name === 'the only key revokes itself') await addKey(service, bindings, 'only', ['admin']);
      if (name === 'dev mode: mint') {
        await service.restart({ isFresh: true });
        await waitForEnd(service, await scanClean(service, bindings));
      }
      if (name === 'a dev token dies once a key exists') await addKey(service, bindings, 'first', ['admin']);
    },
  });

  replayLockout();

  replayFile('event-tokens', {
    start: () => startReplayService({ config: { auth: AUTH } }),
    before: async (name, service, bindings) => {
      if (name === 'mint') {
        await addKey(service, bindings, 'read', ['read'], BY_ENV_KEY);
        await addKey(service, bindings, 'write', ['write'], BY_ENV_KEY);
        await waitForEnd(service, await scanClean(service, bindings, BY_ENV_KEY), BY_ENV_KEY);
        bindTokens(service, bindings);
      }
      if (name === 'token whose key was revoked') {
        await service.ask('DELETE', `/api/v1/keys/${bindings.get('key_id:read')}`, undefined, BY_ENV_KEY);
      }
    },
  });

  replayRateLimit();
}

function scanClean(
  service: ReplayService,
  bindings: Bindings,
  headers?: Readonly<Record<string, string>>,
): Promise<string> {
  const body = { target_path: service.world.bindings['target_clean'], scan_types: ['iac'] };
  return startScan(service, bindings, 'scan', body, headers);
}

/** Tokens that nobody has minted here, but that are well signed, or nearly. */
function bindTokens(service: ReplayService, bindings: Bindings): void {
  const scanId = bindings.get('scan') ?? '';
  const now = Math.floor(service.clock.now().getTime() / 1000);
  const mint = (name: string, keyId: string, { secret = TOKEN_SECRET, expiresAt = now + 300 } = {}): void => {
    bind(bindings, name, mintEventToken(toEventTokenSecret(secret), { scanId, keyId, expiresAt }));
  };
  mint('expired token', bindings.get('key_id:read') ?? '', { expiresAt: now - 1 });
  mint('token signed with another secret', bindings.get('key_id:read') ?? '', { secret: 'another-secret' });
  mint('token bound to a key that does not exist', 'zzzzzzzzzz');
  mint('dev token while authentication is on', 'dev');
  mint('token bound to a key without read', bindings.get('key_id:write') ?? '');
  mint('token bound to the environment key', 'env');
}

/** One server, open at first; once it has a key it is started again as one that requires keys. */
function replayLockout(): void {
  let shared: ReplayService | undefined;
  replayFile('lockout', {
    start: async (mode) => {
      shared ??= await startReplayService();
      const service = shared;
      if (mode === 'auth') {
        await service.restart({ config: { auth: { required: true, eventTokenSecret: TOKEN_SECRET } } });
        return { ...service, origin: service.origin, [Symbol.asyncDispose]: () => Promise.resolve() };
      }
      return service;
    },
    before: async (name, service, bindings) => {
      if (name === 'revoke one of two admins') {
        await addKey(service, bindings, 'admin_2', ['admin'], { 'x-api-key': bindings.get('key:admin_1') ?? '' });
      }
      if (name.startsWith('no credential left while')) {
        // Over the API the last key cannot be revoked.
        service.change('update api_keys set revoked_at = created_at');
      }
    },
  });
}

function replayRateLimit(): void {
  const limits = async (env: Readonly<Record<string, string>>) => {
    const result = await readServerConfig({ env: { HOME: '/', ...env }, dotEnv: { path: '', values: {} }, flags: {} });
    if (!result.ok) throw new Error(JSON.stringify(result.problems));
    return { config: { limits: { ...result.config.limits, ratePerMinute: 0 } } };
  };
  const settings: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    'request 1 of 3 in the bucket': { SECURESCAN_RATE_LIMIT_PER_MIN: '3', SECURESCAN_RATE_LIMIT_BURST: '1' },
    disabled: { SECURESCAN_RATE_LIMIT_ENABLED: 'false' },
    'disabled by 0': { SECURESCAN_RATE_LIMIT_ENABLED: '0' },
    'disabled by an empty value': { SECURESCAN_RATE_LIMIT_ENABLED: '' },
  };
  replayFile('rate-limit', {
    start: () => startReplayService(),
    before: async (name, service) => {
      const env = settings[name];
      if (env) await service.restart(await limits(env));
      if (!name.startsWith('burst above the rate')) return;
      await service.restart(await limits({ SECURESCAN_RATE_LIMIT_PER_MIN: '2', SECURESCAN_RATE_LIMIT_BURST: '5' }));
      for (let count = 0; count < 5; count += 1) {
        const response = await fetch(`${service.origin}/api/v1/scans`, { method: 'POST' });
        await response.arrayBuffer();
      }
    },
  });
}
