import { describeDatabases } from '@securescan/testkit/databases';
import { expect, it } from 'vitest';
import type { Store, WafRisk, WafWaiver } from '../src/index.ts';
import { openStore } from '../src/index.ts';

const at = (seconds: number): string => new Date(Date.UTC(2026, 0, 1) + seconds * 1000).toISOString();
const now = (): Date => new Date(at(0));
const written = (seconds: number): string => at(seconds).replace('Z', '000Z');
const alice = { principal: 'key-1', name: 'Alice' };
const bob = { principal: 'key-2', name: null };

function makeWaiver(changes: Partial<WafWaiver> = {}): WafWaiver {
  return {
    id: 'WAF-SEC-020',
    project: '',
    reason: 'reviewed',
    owner: 'team',
    expires: '2031-09-30',
    resource: 'aws_*',
    check: 'c1',
    ...changes,
  };
}

const risk: WafRisk = {
  id: 'WAF-SEC-020',
  project: 'shop',
  reason: 'a',
  approver: 'b',
  owner: 'c',
  rfc: 'd',
  jiraLink: 'e',
  otherLink: 'f',
  notes: 'g',
  riskLevel: 'h',
  residualRisk: 'i',
  expires: 'j',
  acceptedAt: 'k',
};

const set = (store: Store, waiver: WafWaiver, seconds = 1, actor = alice as typeof alice | typeof bob) =>
  store.transaction(({ waf }) => waf.waivers.set(waiver, actor, at(seconds)));

describeDatabases('a waiver', (makeDatabase) => {
  it('is written, changed and removed, and each change is kept', async () => {
    await using store = await openStore(await makeDatabase(), now);
    const first = makeWaiver();
    const second = makeWaiver({ reason: 'b', owner: '', expires: 'next summer' });
    const stored = {
      ...first,
      createdAt: written(1),
      updatedAt: written(1),
      createdBy: 'key-1',
      updatedBy: 'key-1',
    };
    expect(await set(store, first)).toEqual({ stored, change: 'created' });
    expect(await set(store, first, 2, bob)).toEqual({ stored, change: 'unchanged' });
    const changed = { ...stored, ...second, updatedAt: written(3), updatedBy: 'key-2' };
    expect(await set(store, second, 3, bob)).toEqual({ stored: changed, change: 'changed' });
    expect(await store.waf.waivers.find('WAF-SEC-020', '')).toEqual(changed);
    const remove = () => store.transaction(({ waf }) => waf.waivers.remove('waf-sec-020', '', alice, at(4)));
    expect(await remove()).toEqual(changed);
    expect(await remove()).toBeUndefined();
    expect(await store.waf.waivers.find('WAF-SEC-020', '')).toBeUndefined();
    const history = await store.waf.waivers.history({ projects: null, limit: 9 });
    expect(history.map(({ seq: _seq, ...change }) => change)).toEqual([
      { action: 'removed', before: second, after: null, at: written(4), id: first.id, project: '', ...alice },
      { action: 'changed', before: first, after: second, at: written(3), id: first.id, project: '', ...bob },
      { action: 'created', before: null, after: first, at: written(1), id: first.id, project: '', ...alice },
    ]);
  });

  it('is one per control, however that is spelt, and project', async () => {
    await using store = await openStore(await makeDatabase(), now);
    await set(store, makeWaiver({ id: 'waf-sec-020' }));
    await set(store, makeWaiver({ id: 'WAF-SEC-020', project: 'shop' }));
    expect(await set(store, makeWaiver({ id: 'Waf-Sec-020', reason: 'x' }), 2)).toMatchObject({
      change: 'changed',
      stored: { id: 'waf-sec-020', reason: 'x' },
    });
    expect(await set(store, makeWaiver({ id: 'WAF-SEC-020', reason: 'x' }), 3)).toMatchObject({ change: 'unchanged' });
    const all = await store.waf.waivers.list({ projects: null });
    expect(all.map(({ id, project }) => [id, project])).toEqual([
      ['waf-sec-020', ''],
      ['WAF-SEC-020', 'shop'],
    ]);
  });

  it('never goes back in time', async () => {
    await using store = await openStore(await makeDatabase(), now);
    await set(store, makeWaiver(), 5);
    const { stored } = await set(store, makeWaiver({ reason: 'b' }), 2);
    expect(stored.updatedAt).toBe('2026-01-01T00:00:05.000001Z');
  });

  it('of a project is listed with the global ones, within bounds', async () => {
    await using store = await openStore(await makeDatabase(), now);
    for (const [id, project] of [
      ['b', ''],
      ['a', 'shop'],
      ['Ab', 'blog'],
      ['not a control', ''],
      ['Z', 'shop'],
    ])
      await set(store, makeWaiver({ id: id ?? '', project: project ?? '' }));
    const list = async (query: Parameters<typeof store.waf.waivers.list>[0]) =>
      (await store.waf.waivers.list(query)).map(({ id }) => id).join();
    expect(await list({ projects: null })).toBe('a,Ab,b,not a control,Z');
    expect(await list({ projects: null, project: 'shop' })).toBe('a,b,not a control,Z');
    expect(await list({ projects: null, project: '' })).toBe('b,not a control');
    expect(await list({ projects: null, project: 'other' })).toBe('b,not a control');
    expect(await list({ projects: ['shop'], project: 'shop' })).toBe('a,Z');
    expect(await list({ projects: ['shop', ''] })).toBe('a,b,not a control,Z');
    expect(await list({ projects: ['shop'], project: 'blog' })).toBe('');
    expect(await list({ projects: [] })).toBe('');
    const history = (query: object) => store.waf.waivers.history({ projects: null, limit: 9, ...query });
    expect(await history({ projects: ['blog'] })).toMatchObject([{ id: 'Ab' }]);
    expect(await history({ id: 'B' })).toMatchObject([{ id: 'b' }]);
    const [newest, next] = await history({ project: 'shop', limit: 2 });
    expect([newest?.id, next?.id]).toEqual(['Z', 'a']);
    expect(await history({ before: next?.seq ?? 0 })).toMatchObject([{ id: 'b' }]);
  });

  it('is one row with a whole history when many write it at once', async () => {
    await using store = await openStore(await makeDatabase(), now);
    const reasons = Array.from({ length: 8 }, (_, n) => `reason ${n}`);
    const results = await Promise.all(
      reasons.map((reason, n) =>
        n % 4 === 3
          ? store.transaction(({ waf }) => waf.waivers.remove('WAF-SEC-020', '', bob, at(n)))
          : set(store, makeWaiver({ reason }), n),
      ),
    );
    expect(results).toHaveLength(8);
    const history = (await store.waf.waivers.history({ projects: null, limit: 99 })).toReversed();
    // Each change begins with what the one before has left.
    let state: WafWaiver | null = null;
    for (const { before, after } of history) {
      expect(before).toEqual(state);
      state = after;
    }
    const left = await store.waf.waivers.find('WAF-SEC-020', '');
    expect(left?.reason).toBe(state?.reason);
    expect(await store.waf.waivers.list({ projects: null })).toHaveLength(state === null ? 0 : 1);
  });

  it('and its history are written together', async () => {
    await using store = await openStore(await makeDatabase(), now);
    const failing = store.transaction(async ({ waf }) => {
      await waf.waivers.set(makeWaiver(), alice, at(1));
      throw new Error('stop');
    });
    await expect(failing).rejects.toThrow('stop');
    expect(await store.waf.waivers.list({ projects: null })).toEqual([]);
    expect(await store.waf.waivers.history({ projects: null, limit: 9 })).toEqual([]);
    await expect(store.waf.waivers.set(makeWaiver(), alice, at(1))).rejects.toThrow(/outside a transaction/);
  });

  it('of another database is taken over unless ours is as new', async () => {
    await using store = await openStore(await makeDatabase(), now);
    const restore = (changes: Partial<WafWaiver>, updated: number) =>
      store.transaction(({ waf }) =>
        waf.waivers.restore(
          { ...makeWaiver(changes), createdAt: '2024-01-01T00:00:00.123456Z', updatedAt: at(updated) },
          bob,
          at(9),
        ),
      );
    expect(await restore({}, 1)).toBe('created');
    expect(await restore({}, 1)).toBe('unchanged');
    expect(await restore({}, 5)).toBe('unchanged');
    expect(await restore({ reason: 'b' }, 6)).toBe('updated');
    expect(await restore({ reason: 'c' }, 6)).toBe('kept');
    const spare = { id: 'WAF-OPS-010' };
    expect(await restore(spare, 1)).toBe('created');
    await store.transaction(({ waf }) => waf.waivers.remove('WAF-OPS-010', '', alice, at(7)));
    expect(await restore(spare, 6)).toBe('kept');
    expect(await restore(spare, 8)).toBe('created');
    expect(await store.waf.waivers.find('WAF-SEC-020', '')).toMatchObject({
      reason: 'b',
      createdAt: '2024-01-01T00:00:00.123456Z',
      updatedAt: written(6),
    });
    const history = await store.waf.waivers.history({ projects: null, limit: 9, id: 'WAF-SEC-020' });
    expect(history.map(({ action, at: when }) => [action, when])).toEqual([
      ['changed', written(9)],
      ['created', written(9)],
    ]);
  });
});

describeDatabases('a risk acceptance', (makeDatabase) => {
  it('keeps each of its texts, apart from waivers', async () => {
    await using store = await openStore(await makeDatabase(), now);
    await store.transaction(({ waf }) => waf.risks.set(risk, alice, at(1)));
    expect(await store.waf.risks.find('waf-sec-020', 'shop')).toMatchObject(risk);
    expect(await store.waf.risks.find('waf-sec-020', '')).toBeUndefined();
    expect(await store.waf.waivers.list({ projects: null })).toEqual([]);
    expect(await store.waf.waivers.history({ projects: null, limit: 9 })).toEqual([]);
    expect(await store.waf.risks.history({ projects: null, limit: 9 })).toMatchObject([{ after: risk }]);
    const { jiraLink, ...rest } = risk;
    const changed = await store.transaction(({ waf }) =>
      waf.risks.set({ ...rest, jiraLink: `${jiraLink}!` }, alice, at(2)),
    );
    expect(changed.change).toBe('changed');
  });
});
