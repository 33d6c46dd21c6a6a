import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Scope } from '@securescan/contract';
import type { Store, StoredKey } from '@securescan/store';
import { openStore } from '@securescan/store';
import { onTestFinished } from 'vitest';
import type { AuthenticationDeps, SignInFailure } from '../src/auth/authenticate.ts';
import { createAuthentication } from '../src/auth/authenticate.ts';
import { generateKey } from '../src/auth/key-format.ts';
import { createSignInLimits } from '../src/auth/sign-in-limits.ts';
import { createStaticCredentials } from '../src/auth/static-credentials.ts';
import type { ServerConfig } from '../src/config/server-config.ts';
import { createMemoryLimitStore } from '../src/limits/memory-store.ts';
import { HttpProblem } from '../src/problem/http-problem.ts';

type AuthSettings = ServerConfig['auth'];

export const NO_CREDENTIALS: AuthSettings = {
  envKey: null,
  listKeys: [],
  required: false,
  allowAnonymous: false,
  eventTokenSecret: null,
  publicUrl: null,
};

export const TOKEN_SECRET = Buffer.from('event-token-secret');

/** A new SQLite database that goes away with the test. */
export async function makeStore(): Promise<Store> {
  const directory = mkdtempSync(join(tmpdir(), 'securescan-server-'));
  const store = await openStore({ kind: 'sqlite', path: join(directory, 'test.db') }, () => new Date());
  onTestFinished(async () => {
    await store.close();
    rmSync(directory, { recursive: true, force: true });
  });
  return store;
}

/** Puts a key into the database and gives the text that its holder would send. */
export async function addKey(
  store: Store,
  scopes: readonly Scope[],
  changes: Partial<StoredKey> = {},
): Promise<{ readonly id: string; readonly key: string }> {
  const { id, key, prefix, hash } = generateKey();
  const row: StoredKey = {
    id,
    name: scopes.join(' '),
    keyHash: hash,
    prefix,
    scopes,
    role: null,
    projects: null,
    signature: 'off',
    publicKey: null,
    createdBy: null,
    createdAt: '2026-01-01T00:00:00.000Z',
    expiresAt: null,
    lastUsedAt: null,
    revokedAt: null,
    ...changes,
  };
  await store.transaction((repositories) => repositories.keys.add(row));
  return { id: row.id, key };
}

/** Authentication over a real database, with a clock that stands still until it is moved. */
export function makeAuthentication(
  store: Store,
  { auth = {}, ...settings }: Partial<AuthenticationDeps['settings']> & { readonly auth?: Partial<AuthSettings> } = {},
) {
  const time = { seconds: Date.parse('2026-03-01T00:00:00Z') / 1000 };
  const seen: { succeeded: string[]; failed: SignInFailure[] } = { succeeded: [], failed: [] };
  const clock = { now: () => new Date(time.seconds * 1000), monotonicMs: () => time.seconds * 1000 };
  const limits = createMemoryLimitStore(clock.monotonicMs);
  const current = { credentials: createStaticCredentials({ ...NO_CREDENTIALS, ...auth }) };
  const authentication = createAuthentication({
    keys: store.keys,
    credentials: () => current.credentials,
    clock,
    limits: createSignInLimits(limits, clock),
    observer: {
      succeeded: (_caller, principal) => seen.succeeded.push(principal.id),
      failed: (_caller, reason) => seen.failed.push(reason),
    },
    eventTokenSecret: TOKEN_SECRET,
    isFreshNonce: (nonce, ttlMs) => limits.once(nonce, ttlMs),
    settings: {
      required: false,
      allowAnonymous: false,
      isLoopback: true,
      allowedOrigins: [],
      publicAuthority: null,
      ...settings,
    },
  });
  return { ...authentication, time, seen, current };
}

/** What a call was answered with: who it is, or status, text and headers of the refusal. */
export async function outcomeOf(asked: Promise<{ readonly id: string }>): Promise<unknown> {
  try {
    return (await asked).id;
  } catch (error) {
    if (!(error instanceof HttpProblem)) throw error;
    return { status: error.status, detail: error.message, ...error.headers };
  }
}
