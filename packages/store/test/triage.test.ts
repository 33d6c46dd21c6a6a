import { asFingerprint } from '@securescan/model';
import { describeDatabases } from '@securescan/testkit/databases';
import { makeFinding, makeScanResult } from '@securescan/testkit/scan-results';
import { expect, it } from 'vitest';
import type { StoredVerdict } from '../src/index.ts';
import { openStore } from '../src/index.ts';

const at = (seconds: number): string => new Date(Date.UTC(2026, 0, 1) + seconds * 1000).toISOString();
const now = (): Date => new Date(at(0));
const print = (letter: string): string => letter.repeat(64);

function makeVerdict(changes: Partial<StoredVerdict> = {}): StoredVerdict {
  return {
    fingerprint: print('a'),
    status: 'triaged',
    note: 'why',
    updatedAt: at(1),
    updatedBy: 'alice',
    principal: 'env',
    expiresAt: null,
    ...changes,
  };
}

describeDatabases('triage', (makeDatabase) => {
  it('replaces a verdict whole and keeps its history', async () => {
    await using store = await openStore(await makeDatabase(), now);
    const first = makeVerdict({ note: 'a\0b' });
    const second = makeVerdict({
      status: 'accepted_risk',
      note: null,
      updatedBy: null,
      updatedAt: at(2),
      expiresAt: at(99),
    });
    for (const verdict of [first, second]) await store.transaction(({ triage }) => triage.set([verdict]));
    expect(await store.triage.find(print('a'))).toEqual(second);
    expect(await store.triage.find(print('b'))).toBeUndefined();
    expect(await store.triage.history(print('a'))).toMatchObject([
      { from: null, to: 'triaged', note: 'a\uFFFDb', at: at(1), updatedBy: 'alice', principal: 'env' },
      { from: 'triaged', to: 'accepted_risk', note: null, at: at(2), updatedBy: null },
    ]);
  });

  it('sets many verdicts or none', async () => {
    await using store = await openStore(await makeDatabase(), now);
    const many = Array.from({ length: 500 }, (_, index) =>
      makeVerdict({ fingerprint: index.toString(16).padStart(64, '0'), status: 'wont_fix' }),
    );
    await store.transaction(({ triage }) => triage.set(many));
    expect(await store.triage.find(many[499]?.fingerprint ?? '')).toMatchObject({ status: 'wont_fix' });
    const failing = store.transaction(async ({ triage }) => {
      await triage.set([makeVerdict()]);
      throw new Error('undone');
    });
    await expect(failing).rejects.toThrow('undone');
    expect(await store.triage.find(print('a'))).toBeUndefined();
    expect(await store.triage.history(print('a'))).toEqual([]);
  });

  it('keeps comments in the order of their making, and removes one only under its own finding', async () => {
    await using store = await openStore(await makeDatabase(), now);
    const comment = (id: string, seconds: number) => ({
      id,
      fingerprint: print('a'),
      text: `text ${id}`,
      author: null,
      principal: null,
      createdAt: at(seconds),
    });
    await store.transaction(async ({ triage }) => {
      for (const made of [comment('2', 5), comment('1', 5), comment('0', 9)]) await triage.addComment(made);
      // The clock has been set back.
      expect(await triage.addComment(comment('3', 2))).toMatchObject({ createdAt: at(9.001) });
    });
    expect((await store.triage.comments(print('a'))).map(({ id }) => id)).toEqual(['2', '1', '0', '3']);
    expect(await store.triage.comments(print('b'))).toEqual([]);
    const remove = (fingerprint: string, id: string) =>
      store.transaction(({ triage }) => triage.removeComment(fingerprint, id));
    expect(await remove(print('b'), '1')).toBe(false);
    expect(await remove(print('a'), '1')).toBe(true);
    expect(await remove(print('a'), '1')).toBe(false);
  });

  it('knows which findings no scan of a project has seen', async () => {
    await using store = await openStore(await makeDatabase(), now);
    await store.saveScan(makeScanResult([makeFinding({ fingerprint: asFingerprint(print('a')) })]), 'api');
    expect(await store.triage.findForeign([print('a'), print('b')], [''])).toEqual([print('b')]);
    expect(await store.triage.findForeign([print('a')], ['shop'])).toEqual([print('a')]);
    expect(await store.triage.findForeign([print('a')], [])).toEqual([print('a')]);
  });
});
