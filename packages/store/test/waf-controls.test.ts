import { describeDatabases } from '@securescan/testkit/databases';
import { expect, it } from 'vitest';
import type { Store, StoredWafControl } from '../src/index.ts';
import { openStore } from '../src/index.ts';

const at = (seconds: number): string => new Date(Date.UTC(2026, 0, 1) + seconds * 1000).toISOString();
const now = (): Date => new Date(at(0));
const written = (seconds: number): string => at(seconds).replace('Z', '000Z');

const makeControl = (id: string, changes: Partial<StoredWafControl> = {}) => ({
  id,
  pillar: 'security',
  severity: 'high',
  definition: { type: ['iac'], checks: [{ id: 'c', expected: null }], regulatory_mapping: [{ framework: 'x' }] },
  ...changes,
});

const set = (store: Store, control: ReturnType<typeof makeControl>, seconds: number) =>
  store.transaction(({ waf }) => waf.controls.set(control, at(seconds)));

describeDatabases('a control', (makeDatabase) => {
  it('is made, replaced and removed', async () => {
    await using store = await openStore(await makeDatabase(), now);
    const control = makeControl('WAF-SEC-999');
    const stored = { ...control, createdAt: written(1), updatedAt: written(1) };
    expect(await set(store, control, 1)).toEqual({ control: stored, isNew: true });
    // Also when nothing has changed, and when the clock has not moved on.
    expect(await set(store, control, 1)).toEqual({
      control: { ...stored, updatedAt: '2026-01-01T00:00:01.000001Z' },
      isNew: false,
    });
    const replaced = { ...makeControl('WAF-SEC-999', { severity: 'low', definition: {} }) };
    const after = { ...replaced, createdAt: written(1), updatedAt: written(3) };
    expect(await set(store, replaced, 3)).toEqual({ control: after, isNew: false });
    expect(await store.waf.controls.find('waf-sec-999')).toEqual(after);
    const remove = () => store.transaction(({ waf }) => waf.controls.remove('waf-sec-999'));
    expect(await remove()).toEqual(after);
    expect(await remove()).toBeUndefined();
    expect(await store.waf.controls.find('WAF-SEC-999')).toBeUndefined();
  });

  it('is looked up in upper case first, then as given', async () => {
    await using store = await openStore(await makeDatabase(), now);
    await set(store, makeControl('mixed'), 1);
    expect(await store.waf.controls.find('mixed')).toMatchObject({ id: 'mixed' });
    await set(store, makeControl('MIXED'), 2);
    expect(await store.waf.controls.find('mixed')).toMatchObject({ id: 'MIXED' });
    const remove = () => store.transaction(({ waf }) => waf.controls.remove('mixed'));
    expect([await remove(), await remove(), await remove()].map((removed) => removed?.id)).toEqual([
      'MIXED',
      'mixed',
      undefined,
    ]);
  });

  it('is listed newest first, by pillar, severity and page', async () => {
    await using store = await openStore(await makeDatabase(), now);
    await set(store, makeControl('B'), 1);
    await set(store, makeControl('A'), 1);
    await set(store, makeControl('C', { pillar: 'cost' }), 2);
    await set(store, makeControl('D', { severity: 'low' }), 3);
    await set(store, makeControl('B', { definition: {} }), 9);
    const list = async (filter: Parameters<typeof store.waf.controls.list>[0], offset = 0, limit = 9) =>
      (await store.waf.controls.list(filter, { offset, limit })).map(({ id }) => id).join('');
    expect(await list({})).toBe('DCAB');
    expect(await list({}, 1, 2)).toBe('CA');
    expect(await list({}, 9)).toBe('');
    expect(await list({ pillar: 'security' })).toBe('DAB');
    expect(await list({ severity: 'high' })).toBe('CAB');
    expect(await list({ pillar: 'cost', severity: 'low' })).toBe('');
    expect(await store.waf.controls.count({})).toBe(4);
    expect(await store.waf.controls.count({ pillar: 'security', severity: 'high' })).toBe(2);
  });

  it('is one row when many write it at once', async () => {
    await using store = await openStore(await makeDatabase(), now);
    const results = await Promise.all(
      [1, 2, 3, 4, 5].map((n) => set(store, makeControl('A', { definition: { n } }), n)),
    );
    expect(results.filter(({ isNew }) => isNew)).toHaveLength(1);
    expect(new Set(results.map(({ control }) => control.createdAt)).size).toBe(1);
    expect(new Set(results.map(({ control }) => control.updatedAt)).size).toBe(5);
  });

  it('of another database is taken over unless ours is as new', async () => {
    await using store = await openStore(await makeDatabase(), now);
    const restore = (changes: Partial<StoredWafControl>) =>
      store.transaction(({ waf }) =>
        waf.controls.restore({ ...makeControl('A'), createdAt: at(1), updatedAt: at(2), ...changes }),
      );
    expect(await restore({})).toBe('created');
    expect(await restore({})).toBe('unchanged');
    expect(await restore({ severity: 'low' })).toBe('kept');
    expect(await restore({ severity: 'low', updatedAt: at(3) })).toBe('updated');
    expect(await store.waf.controls.find('A')).toMatchObject({ severity: 'low', createdAt: written(1) });
  });
});
