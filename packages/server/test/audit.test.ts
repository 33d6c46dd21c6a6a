import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLogger } from '@securescan/core';
import type { Store } from '@securescan/store';
import { openStore, verifyAuditLog } from '@securescan/store';
import { describeDatabases } from '@securescan/testkit/databases';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { readCheckpoints, toCheckpointPlaces } from '../src/audit/checkpoint-files.ts';
import { createCheckpointJob } from '../src/audit/checkpoint-job.ts';
import { isGenuineCheckpoint, signCheckpoint } from '../src/audit/checkpoint-signature.ts';
import { recordAudit } from '../src/audit/record.ts';
import { createSecurityLog } from '../src/audit/security-log.ts';
import { createAuditHandlers } from '../src/resources/audit/handlers.ts';
import { createKeyHandlers } from '../src/resources/keys/handlers.ts';
import { addKey, makeStore } from './authentication-setup.ts';
import { makeCaller, makePrincipal } from './caller.ts';
import { createFakeTime } from './fake-time.ts';
import { startGuardedApp } from './guarded-app.ts';
import { makeTestConfig } from './http/test-config.ts';
import { makeRequest } from './request.ts';

const deadline = AbortSignal.timeout(60_000);

function makeDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'securescan-audit-'));
  onTestFinished(() => {
    rmSync(directory, { recursive: true, force: true });
  });
  return directory;
}

function makeCheckpoints(store: Store, changes: Parameters<typeof makeTestConfig>[0] = {}) {
  const time = createFakeTime();
  const directory = makeDirectory();
  const config = makeTestConfig({ database: { kind: 'sqlite', path: join(directory, 'scans.db') }, ...changes });
  const places = toCheckpointPlaces(config);
  const start = async () => {
    const job = createCheckpointJob({ store, clock: time.clock, log: silentLogger, config }, places, time.timers);
    await job.start();
    return job;
  };
  const append = (count: number) =>
    store.transaction(async (repositories) => {
      for (let n = 0; n < count; n += 1) {
        await recordAudit(repositories, makeRequest(), { action: 'test' }, { clock: time.clock, config });
      }
    });
  const seqs = async () => (await store.audit.listCheckpoints(0, 100)).map(({ seq }) => seq);
  const genuine = (checkpoint: Parameters<typeof isGenuineCheckpoint>[0]) =>
    isGenuineCheckpoint(checkpoint, [createPublicKey(readFileSync(places.publicKey))]);
  return { time, places, start, append, seqs, genuine };
}

describeDatabases('audit checkpoints', (makeDatabase) => {
  it('come every 1,000 rows, and an hour after a row at the latest', async () => {
    await using store = await openStore(await makeDatabase(), () => new Date(0));
    const { time, start, append, seqs, places, genuine } = makeCheckpoints(store);
    const job = await start();
    await append(2500);
    time.advance(10_000);
    await vi.waitFor(async () => {
      expect(await seqs()).toEqual([1000, 2000]);
    }, 20_000);
    time.advance(3_400_000);
    await append(1);
    // The job looks again some time after it has looked; until the hour is over it finds nothing to do.
    const passUntil = async (expected: readonly number[]) => {
      await vi.waitFor(async () => {
        time.advance(10_000);
        expect(await seqs()).toEqual(expected);
      }, 20_000);
    };
    await passUntil([1000, 2000]);
    await passUntil([1000, 2000, 2501]);
    await append(3);
    await job.stop(deadline);
    expect(await seqs()).toEqual([1000, 2000, 2501, 2504]);
    const { checkpoints, strange } = await readCheckpoints(places.checkpoints);
    const stored = await store.audit.listCheckpoints(0, 10);
    expect(stored).toEqual(checkpoints.map((checkpoint) => ({ ...checkpoint, droppedAt: null })));
    expect(strange).toBe(0);
    expect(await verifyAuditLog(store.audit, { checkpoints, isGenuine: genuine })).toMatchObject({
      rows: 2504,
      checkpoints: 4,
      defect: null,
    });
    expect(statSync(places.privateKey).mode & 0o777).toBe(0o600);
  });

  it('are signed with the same key after a restart, and copied where they are missing', async () => {
    await using store = await openStore(await makeDatabase(), () => new Date(0));
    const { start, append, places, genuine } = makeCheckpoints(store);
    await append(1);
    await (await start()).stop(deadline);
    appendFileSync(places.checkpoints, '{"seq": 2, "ha');
    await append(1);
    await (await start()).stop(deadline);
    const lines = await readCheckpoints(places.checkpoints);
    expect(lines.checkpoints.map(({ seq }) => seq)).toEqual([1, 2]);
    expect(lines.strange).toBe(1);
    expect(lines.checkpoints.every(genuine)).toBe(true);
    rmSync(places.checkpoints);
    const job = await start();
    await job.stop(deadline);
    expect((await readCheckpoints(places.checkpoints)).checkpoints.map(({ seq }) => seq)).toEqual([1, 2]);
    await job.stop(deadline);
  });

  it('let go of whole segments that are older than the retention', async () => {
    await using store = await openStore(await makeDatabase(), () => new Date(0));
    const retention = { notificationDays: 1, deliveryDays: 1, scanDays: null, auditDays: 30 };
    const { time, start, append, genuine } = makeCheckpoints(store, { retention });
    await append(1500);
    await (await start()).stop(deadline);
    time.advance(31 * 86_400_000);
    await append(5);
    await (await start()).stop(deadline);
    expect((await store.audit.listRows(0, 1))[0]?.seq).toBe(1501);
    expect(await verifyAuditLog(store.audit, { isGenuine: genuine })).toMatchObject({ rows: 5, defect: null });
  });
});

describe('audit checkpoints', () => {
  it('tell that they cannot be written, and go on when they can', async () => {
    const store = await makeStore();
    const blocked = join(makeDirectory(), 'missing', 'checkpoints.jsonl');
    const { time, start, append } = makeCheckpoints(store, { audit: { checkpointFile: blocked } });
    const job = await start();
    expect(job.isHealthy()).toBe(true);
    await append(1000);
    time.advance(10_000);
    await vi.waitFor(() => {
      expect(job.isHealthy()).toBe(false);
    });
    expect(existsSync(blocked)).toBe(false);
    await job.stop(deadline);
  });

  it('are not genuine when anything in them was changed, or another key signed', () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const other = generateKeyPairSync('ed25519');
    const checkpoint = signCheckpoint({ seq: 7, hash: 'a', ts: 't' }, privateKey);
    expect(isGenuineCheckpoint(checkpoint, [other.publicKey, publicKey])).toBe(true);
    for (const change of [{ seq: 8 }, { hash: 'b' }, { ts: 'u' }, { signature: '' }, { keyId: '' }]) {
      expect(isGenuineCheckpoint({ ...checkpoint, ...change }, [other.publicKey, publicKey])).toBe(false);
    }
    expect(isGenuineCheckpoint(checkpoint, [other.publicKey])).toBe(false);
  });
});

describe('the log of sign-ins', () => {
  async function makeLog(changes: Parameters<typeof makeTestConfig>[0] = {}) {
    const store = await makeStore();
    const time = createFakeTime();
    const log = createSecurityLog({ store, clock: time.clock, log: silentLogger, config: makeTestConfig(changes) });
    const rows = async () => {
      await log.stop(deadline);
      return (await store.audit.list({ limit: 100, projects: null })).toReversed();
    };
    return { time, log, rows };
  }

  it('has a row for each failure, with the id of the key that was shown, and none for requests without a key', async () => {
    const { log, rows } = await makeLog();
    const key = ['ssk', 'abcdefghij', 'x'.repeat(32)].join('_');
    log.failed(makeCaller({ headers: { 'x-api-key': key } }), 'unknown-key');
    log.failed(makeCaller({ headers: { 'x-api-key': 'ssk_\u0000\u00FFabcdefgh_' } }), 'unknown-key');
    log.failed(makeCaller(), 'missing');
    expect(await rows()).toMatchObject([
      {
        action: 'auth.failure',
        outcome: 'denied',
        actor: { id: null, kind: 'unknown', name: null },
        address: '192.0.2.1',
        requestId: 'request-1',
        details: { reason: 'unknown-key', method: 'GET', path: '/api/v1/scans', key_id: 'abcdefghij' },
      },
      { details: { reason: 'unknown-key' } },
    ]);
    expect(JSON.stringify(await rows())).not.toContain('xxxx');
  });

  it('has one row an hour for a key that is used', async () => {
    const { log, rows, time } = await makeLog();
    for (const id of ['a', 'a', 'b']) log.succeeded(makeCaller(), makePrincipal({ id }));
    log.succeeded(makeCaller(), makePrincipal({ id: 'dev', kind: 'open' }));
    time.advance(3_599_999);
    log.succeeded(makeCaller(), makePrincipal({ id: 'a' }));
    time.advance(1);
    log.succeeded(makeCaller(), makePrincipal({ id: 'a' }));
    expect((await rows()).map(({ action, actor }) => `${action} ${actor.id ?? ''}`)).toEqual([
      'auth.success a',
      'auth.success b',
      'auth.success a',
    ]);
  });

  it('has one row a minute for a client that meets a limit', async () => {
    const { log, rows, time } = await makeLog();
    for (let n = 0; n < 3; n += 1) {
      log.limited(makeCaller(), makePrincipal(), 'requests');
      log.limited(makeCaller(), makePrincipal(), 'scans');
      log.limited(makeCaller({ address: '2001:db8::1' }), null, 'requests');
      log.failed(makeCaller(), 'limited');
    }
    time.advance(60_000);
    log.limited(makeCaller(), makePrincipal(), 'requests');
    expect((await rows()).map(({ action, actor, details }) => [action, actor.id, details['limit']])).toEqual([
      ['limit.hit', 'k', 'requests'],
      ['limit.hit', 'k', 'scans'],
      ['limit.hit', null, 'requests'],
      ['limit.hit', null, 'sign-in'],
      ['limit.hit', 'k', 'requests'],
    ]);
  });

  it('can keep addresses as hashes under which the same address is found again, or not at all without a key', async () => {
    const addressesOf = async (changes: Parameters<typeof makeTestConfig>[0]) => {
      const { log, rows } = await makeLog(changes);
      for (const address of ['192.0.2.1', '192.0.2.2', '192.0.2.1']) {
        log.failed(makeCaller({ address }), 'unknown-key');
      }
      return (await rows()).map(({ address }) => address);
    };
    const [first, second, third] = await addressesOf({ audit: { address: 'hash' }, secretKey: 'k1' });
    expect(first).toMatch(/^[0-9a-f]{32}$/);
    expect([second === first, third === first]).toEqual([false, true]);
    expect((await addressesOf({ audit: { address: 'hash' }, secretKey: 'k2' }))[0]).not.toBe(first);
    expect(await addressesOf({ audit: { address: 'hash' } })).toEqual([null, null, null]);
  });
});

it('is read page by page by admins, who see that it was read', async () => {
  await using app = await startGuardedApp((deps, access) => ({
    ...createAuditHandlers(deps),
    ...createKeyHandlers(deps, access),
  }));
  const { key } = await addKey(app.deps.store, ['admin'], { name: 'chief' });
  const get = (query: string, headers = { 'x-api-key': key }) =>
    app.call('GET', `/api/v1/audit${query}`, undefined, headers);
  for (const name of ['one', 'two']) {
    await app.call('POST', '/api/v1/keys', { name, projects: [name] }, { 'x-api-key': key });
  }
  const first = await get('?action=key.create&limit=1');
  expect(first.status).toBe(200);
  expect(first.headers.get('cache-control')).toBe('no-store');
  expect(first.body).toMatchObject([{ action: 'key.create', details: { name: 'two' } }]);
  const cursor = first.headers.get('x-next-cursor') ?? '';
  expect((await get(`?action=key.create&limit=1&cursor=${cursor}`)).body).toMatchObject([{ details: { name: 'one' } }]);
  expect((await get('?action=audit.read&limit=2')).body).toHaveLength(2);
  expect((await get('?actor=nobody')).body).toEqual([]);
  for (const query of ['?limit=0', '?limit=1001', '?cursor=x']) expect((await get(query)).status, query).toBe(422);

  const reader = await addKey(app.deps.store, ['read', 'write']);
  expect((await get('', { 'x-api-key': reader.key })).status).toBe(403);
  const bound = await addKey(app.deps.store, ['admin'], { projects: ['shop'] });
  await app.deps.store.transaction((repositories) =>
    recordAudit(repositories, makeRequest(), { action: 'scan.start', project: 'shop' }, app.deps),
  );
  expect((await get('', { 'x-api-key': bound.key })).body).toMatchObject([{ action: 'scan.start', project: 'shop' }]);
});
