import { randomUUID } from 'node:crypto';
import { silentLogger } from '@securescan/core';
import { asFingerprint } from '@securescan/model';
import type { Store } from '@securescan/store';
import { openStore } from '@securescan/store';
import { describeDatabases } from '@securescan/testkit/databases';
import { makeFinding, makeScanResult } from '@securescan/testkit/scan-results';
import { expect, it } from 'vitest';
import type { ServerConfig } from '../src/config/server-config.ts';
import type { ServerDeps } from '../src/deps.ts';
import { createTriageHandlers } from '../src/resources/triage/handlers.ts';
import { createWakeups } from '../src/wake/wakeups.ts';
import { createFakeTime } from './fake-time.ts';
import { admin, makeRequest } from './request.ts';

const fingerprint = 'a'.repeat(64);
const bound = makeRequest({ principal: { ...admin, projects: ['shop'] } });

function makeHandlers(store: Store) {
  const time = createFakeTime();
  const deps: Omit<ServerDeps, 'config'> & { readonly config: Pick<ServerConfig, 'audit' | 'secretKey'> } = {
    config: { audit: { address: 'plain', checkpointFile: null }, secretKey: null },
    store,
    clock: time.clock,
    log: silentLogger,
    wakeups: createWakeups(),
    newId: randomUUID,
    stopping: new AbortController().signal,
  };
  // Triage looks at no other setting.
  return { time, handlers: createTriageHandlers(deps as ServerDeps) };
}

const body = { status: 'triaged', note: 'why', updated_by: 'alice', expires_at: null } as const;
const query = undefined;
const none = { query, body: undefined };

describeDatabases('triage handlers', (makeDatabase) => {
  it('stores who judged, in the audit log too, and refuses to overwrite what the caller has not seen', async () => {
    await using store = await openStore(await makeDatabase(), () => new Date(0));
    const { handlers, time } = makeHandlers(store);
    const params = { fingerprint };
    const set = await handlers.setFindingState({ params, query, body }, makeRequest());
    expect(set).toMatchObject({
      json: { ...body, fingerprint, principal: 'env', updated_at: '2026-01-01T00:00:00.000Z' },
    });
    const etag = 'headers' in set ? (set.headers?.['etag'] ?? '') : '';
    expect(await handlers.getFindingState({ params, ...none }, makeRequest())).toEqual(set);

    time.advance(1000);
    const second = { ...body, status: 'fixed' } as const;
    const withMatch = makeRequest({ headers: { 'if-match': etag } });
    await handlers.setFindingState({ params, query, body: second }, withMatch);
    await expect(handlers.setFindingState({ params, query, body }, withMatch)).rejects.toMatchObject({ status: 409 });
    expect(await handlers.listStateHistory({ params, ...none }, makeRequest())).toMatchObject({
      json: [
        { from: null, to: 'triaged' },
        { from: 'triaged', to: 'fixed' },
      ],
    });
  });

  it('judges many alike, each once', async () => {
    await using store = await openStore(await makeDatabase(), () => new Date(0));
    const { handlers } = makeHandlers(store);
    const fingerprints = [fingerprint, 'b'.repeat(64), fingerprint];
    const answer = await handlers.setFindingStates(
      { params: undefined, query, body: { ...body, fingerprints } },
      makeRequest(),
    );
    expect(answer).toMatchObject({ json: { updated: [{ fingerprint }, { fingerprint: 'b'.repeat(64) }] } });
    expect(await store.triage.history(fingerprint)).toHaveLength(1);
  });

  it('lets a key of a project neither see nor judge findings of others', async () => {
    await using store = await openStore(await makeDatabase(), () => new Date(0));
    const { handlers } = makeHandlers(store);
    await store.saveScan(makeScanResult([makeFinding({ fingerprint: asFingerprint(fingerprint) })]), 'api');
    const params = { fingerprint };
    await handlers.setFindingState({ params, query, body }, makeRequest());
    await expect(handlers.getFindingState({ params, ...none }, bound)).rejects.toMatchObject({ status: 404 });
    await expect(handlers.listComments({ params, ...none }, bound)).rejects.toMatchObject({ status: 404 });
    await expect(handlers.setFindingState({ params, query, body }, bound)).rejects.toMatchObject({ status: 403 });
    await expect(
      handlers.addComment({ params, query, body: { text: 'x', author: null } }, bound),
    ).rejects.toMatchObject({ status: 403 });
  });

  it('removes a comment once', async () => {
    await using store = await openStore(await makeDatabase(), () => new Date(0));
    const { handlers } = makeHandlers(store);
    const params = { fingerprint };
    const added = await handlers.addComment({ params, query, body: { text: 'seen', author: 'bob' } }, makeRequest());
    const id = 'json' in added ? added.json.id : '';
    const remove = () => handlers.deleteComment({ params: { fingerprint, comment_id: id }, ...none }, makeRequest());
    expect(await remove()).toEqual({ empty: true });
    await expect(remove()).rejects.toMatchObject({ status: 404, message: 'Comment not found' });
  });
});
