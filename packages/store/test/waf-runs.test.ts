import { describeDatabases } from '@securescan/testkit/databases';
import { makeWafFinding, makeWafRun } from '@securescan/testkit/waf-runs';
import { expect, it } from 'vitest';
import type { NewWafRun, Store, WafFinding, WafFindingFilter } from '../src/index.ts';
import { openStore } from '../src/index.ts';

const now = (): Date => new Date('2026-01-02T03:04:05Z');

const add = (store: Store, run: NewWafRun) => store.transaction(({ waf }) => waf.runs.add(run));

async function readFindings(store: Store, id: string, filter: WafFindingFilter = {}): Promise<readonly WafFinding[]> {
  const placed = await store.waf.runs.findings(id, filter, { limit: 100_000 });
  return placed.map(({ finding }) => finding);
}

describeDatabases('a run', (makeDatabase) => {
  it('comes back as it was given', async () => {
    await using store = await openStore(await makeDatabase(), now);
    const { findings, ...run } = makeWafRun(1);
    const summary = await add(store, { ...run, findings });
    const createdAt = '2026-01-01T00:01:00.000000Z';
    expect(await store.waf.runs.detail(run.id, null)).toEqual({ ...run, createdAt, findingsCount: 1 });
    expect(await store.waf.runs.find(run.id, null)).toEqual(summary);
    expect(await store.waf.runs.controlsMeta(run.id, null)).toEqual(run.controlsMeta);
    expect(summary).toMatchObject({ id: run.id, createdAt, findingsCount: 1, pillarScores: run.pillarScores });
    expect(Object.keys(summary)).not.toContain('controlsMeta');
  });

  it('may be empty', async () => {
    await using store = await openStore(await makeDatabase(), now);
    const empty = makeWafRun(1, {
      findings: [],
      controlsMeta: [],
      planChanges: null,
      sourceSnapshot: null,
      pillarScores: {},
      posture: {},
      createdBy: null,
      requestId: null,
    });
    await add(store, empty);
    expect(await store.waf.runs.detail(empty.id, null)).toMatchObject({ controlsMeta: [], planChanges: null });
    expect(await readFindings(store, empty.id)).toEqual([]);
    expect(await store.waf.runs.tally(empty.id)).toEqual([]);
    expect(await store.waf.runs.detail(makeWafRun(2).id, null)).toBeUndefined();
    expect(await store.waf.runs.controlsMeta(makeWafRun(2).id, null)).toBeUndefined();
  });

  it('keeps its findings in order, with odd words, nulls, and texts that differ within one check', async () => {
    await using store = await openStore(await makeDatabase(), now);
    const findings = [
      makeWafFinding(),
      makeWafFinding({ status: 'pass', severity: 'HIGH' }),
      makeWafFinding({
        status: 'Not Sure',
        severity: 'blocker',
        pillar: 'Größe',
        line: null,
        end_line: null,
        file: '',
      }),
      makeWafFinding({ example: null, regulatory_mapping: [], fingerprint: '' }),
      makeWafFinding({ example: { compliant: null, non_compliant: 'b' } }),
      makeWafFinding({ check_title: 'Another title of the same check', resource: '' }),
      makeWafFinding({ waived: { reason: 'accepted', expires: '' }, message: 'x'.repeat(100_000) }),
      makeWafFinding({
        control_id: '',
        check_id: '',
        remediation: "'); drop table waf_runs; --",
        message: '😀 é \n\t"',
      }),
      makeWafFinding(),
    ];
    const run = makeWafRun(1, { findings });
    await add(store, run);
    expect(await readFindings(store, run.id)).toEqual(findings);
  });

  it('keeps what cannot be in a database visible, as everywhere', async () => {
    await using store = await openStore(await makeDatabase(), now);
    const run = makeWafRun(1, { branch: 'a\0b', findings: [makeWafFinding({ message: 'a\0b', check_title: '\0' })] });
    await add(store, run);
    expect(await readFindings(store, run.id)).toMatchObject([{ message: 'a\uFFFDb', check_title: '\uFFFD' }]);
    expect(await store.waf.runs.find(run.id, null)).toMatchObject({ branch: 'a\uFFFDb' });
  });

  it('may have 20,000 findings, also each of a check of its own', async () => {
    await using store = await openStore(await makeDatabase(), now);
    const findings = Array.from({ length: 20_000 }, (_, n) =>
      makeWafFinding({ resource: `r${n}`, check_title: `t${n}`, status: n % 1000 === 7 ? 'FAIL' : 'PASS' }),
    );
    const run = makeWafRun(1, { findings });
    let turns = 0;
    let isDone = false;
    const count = (): void => {
      turns += 1;
      if (!isDone) setImmediate(count);
    };
    setImmediate(count);
    await add(store, run);
    isDone = true;
    expect(turns).toBeGreaterThan(10);
    expect(await readFindings(store, run.id)).toEqual(findings);
    expect(await store.waf.runs.countFindings(run.id, { status: 'fail' })).toBe(20);
    const page = await store.waf.runs.findings(run.id, { status: 'FAIL' }, { after: 7007, limit: 2 });
    expect(page.map(({ ordinal }) => ordinal)).toEqual([8007, 9007]);
    const { id } = await add(store, makeWafRun(2));
    expect(await readFindings(store, id)).toHaveLength(1);
    expect(await store.waf.runs.findings(run.id, {}, { after: Number.MAX_SAFE_INTEGER, limit: 9 })).toEqual([]);
  });

  it('is there whole or not at all', async () => {
    await using store = await openStore(await makeDatabase(), now);
    const run = makeWafRun(1);
    const failing = store.transaction(async ({ waf }) => {
      await waf.runs.add(run);
      throw new Error('stop');
    });
    await expect(failing).rejects.toThrow('stop');
    // The last finding cannot be written; those before it are in a statement of their own.
    const broken = makeWafFinding({ line: {} as unknown as number });
    const findings = [...Array.from({ length: 3000 }, () => makeWafFinding()), broken];
    await expect(add(store, makeWafRun(1, { findings }))).rejects.toThrow();
    expect(await store.waf.runs.count({ projects: null })).toBe(0);
    expect(await store.waf.runs.find(run.id, null)).toBeUndefined();
    await add(store, run);
    expect(await readFindings(store, run.id)).toEqual(run.findings);
    await expect(add(store, run)).rejects.toThrow(/unique/i);
    expect(await readFindings(store, run.id)).toEqual(run.findings);
  });

  it('is stored side by side with others of the same checks', async () => {
    await using store = await openStore(await makeDatabase(), now);
    const runs = Array.from({ length: 8 }, (_, n) =>
      makeWafRun(n, {
        findings: Array.from({ length: 100 }, (_, m) => makeWafFinding({ check_id: `c${(m * (n + 1)) % 100}` })),
      }),
    );
    await Promise.all(runs.map((run) => add(store, run)));
    for (const run of runs) expect(await readFindings(store, run.id)).toEqual(run.findings);
  });

  it('is restored once, with its time', async () => {
    await using store = await openStore(await makeDatabase(), now);
    const run = makeWafRun(1, { createdAt: '2024-05-06T07:08:09.123456Z' });
    const restore = () => store.transaction(({ waf }) => waf.runs.restore(run));
    expect([await restore(), await restore()]).toEqual([true, false]);
    expect(await store.waf.runs.find(run.id, null)).toMatchObject({ createdAt: run.createdAt });
    expect(await readFindings(store, run.id)).toEqual(run.findings);
  });

  it('comes after one of the same instant, but waits for none of another year', async () => {
    await using store = await openStore(await makeDatabase(), now);
    await add(store, makeWafRun(9, { createdAt: '2099-01-01T00:00:00Z' }));
    for (const n of [1, 2, 3]) await add(store, makeWafRun(n, { createdAt: '2026-01-01T00:00:00.999Z' }));
    const runs = await store.waf.runs.list({ projects: null, until: '2026-12-31T00:00:00Z' });
    expect(runs.map(({ id, createdAt }) => [id, createdAt])).toEqual([
      [makeWafRun(3).id, '2026-01-01T00:00:00.999002Z'],
      [makeWafRun(2).id, '2026-01-01T00:00:00.999001Z'],
      [makeWafRun(1).id, '2026-01-01T00:00:00.999000Z'],
    ]);
  });
});

describeDatabases('runs', (makeDatabase) => {
  const number = (id: string): number => Number.parseInt(id.slice(-12), 16);

  async function fill(store: Store): Promise<void> {
    const places = ['shop/main', 'shop/dev', 'blog/main', '/main'];
    for (let n = 0; n < 12; n += 1) {
      const [project = '', branch = ''] = (places[n % 4] ?? '').split('/');
      const stage = n < 6 ? 'dev' : 'prod';
      await add(store, makeWafRun(n, { project, branch, stage, findings: [] }));
    }
  }

  it('are listed newest first, within bounds, by filter and page', async () => {
    await using store = await openStore(await makeDatabase(), now);
    await fill(store);
    const { runs } = store.waf;
    const list = async (query: Partial<Parameters<typeof runs.list>[0]>): Promise<readonly number[]> => {
      const filter = { projects: null, ...query };
      const found = await runs.list(filter);
      if (query.limit === undefined && query.offset === undefined && query.after === undefined)
        expect(await runs.count(filter)).toBe(found.length);
      return found.map(({ id }) => number(id));
    };
    expect(await list({})).toEqual([11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
    expect(await list({ limit: 2, offset: 3 })).toEqual([8, 7]);
    expect(await list({ offset: 10 })).toEqual([1, 0]);
    expect(await list({ offset: 99 })).toEqual([]);
    expect(await list({ after: { id: makeWafRun(8).id, createdAt: makeWafRun(8).createdAt }, limit: 3 })).toEqual([
      7, 6, 5,
    ]);
    expect(await list({ project: 'shop' })).toEqual([9, 8, 5, 4, 1, 0]);
    expect(await list({ project: 'Shop' })).toEqual([]);
    expect(await list({ project: '' })).toEqual([11, 7, 3]);
    expect(await list({ branch: 'dev' })).toEqual([9, 5, 1]);
    expect(await list({ stage: 'prod', project: 'shop', branch: 'main' })).toEqual([8]);
    expect(await list({ since: makeWafRun(10).createdAt })).toEqual([11, 10]);
    expect(await list({ until: makeWafRun(1).createdAt })).toEqual([1, 0]);
    expect(await list({ projects: ['blog', ''] })).toEqual([11, 10, 7, 6, 3, 2]);
    expect(await list({ projects: ['blog'], project: 'shop' })).toEqual([]);
    expect(await list({ projects: [] })).toEqual([]);
  });

  it('of other projects are not there', async () => {
    await using store = await openStore(await makeDatabase(), now);
    await fill(store);
    const { id } = makeWafRun(0);
    expect(await store.waf.runs.find(id, ['shop'])).toMatchObject({ project: 'shop' });
    expect(await store.waf.runs.find(id, ['blog'])).toBeUndefined();
    expect(await store.waf.runs.detail(id, ['blog', ''])).toBeUndefined();
    expect(await store.waf.runs.controlsMeta(id, [])).toBeUndefined();
  });

  it('are found last, and before another', async () => {
    await using store = await openStore(await makeDatabase(), now);
    await fill(store);
    const { runs } = store.waf;
    const latest = async (filter: Partial<Parameters<typeof runs.latest>[0]>) =>
      (await runs.latest({ projects: null, ...filter })).map(({ id }) => number(id));
    expect(await latest({})).toEqual([11, 10, 9, 8]);
    expect(await latest({ projects: ['shop'] })).toEqual([9, 8]);
    expect(await latest({ until: makeWafRun(5).createdAt })).toEqual([3, 2, 5, 4]);
    expect(await latest({ project: 'shop', branch: 'main', stage: 'dev' })).toEqual([4]);
    const [last] = await runs.latest({ projects: null, project: 'shop', branch: 'dev' });
    const before = last && (await runs.previous(last));
    expect(before).toMatchObject({ id: makeWafRun(5).id, project: 'shop', branch: 'dev' });
    const first = await runs.find(makeWafRun(1).id, null);
    expect(first && (await runs.previous(first))).toBeUndefined();
  });

  it('make a trend per project, branch, day and pillar', async () => {
    await using store = await openStore(await makeDatabase(), now);
    const at = (day: number, hour: number): string => new Date(Date.UTC(2026, 0, day, hour)).toISOString();
    const one = { findings: [] };
    await add(store, makeWafRun(1, { ...one, createdAt: at(1, 1), score: 10 }));
    await add(store, makeWafRun(2, { ...one, createdAt: at(1, 23), score: 20 }));
    await add(store, makeWafRun(3, { ...one, createdAt: at(2, 0), score: 30, pillarScores: {}, posture: {} }));
    await add(store, makeWafRun(4, { ...one, createdAt: at(2, 1), score: 40, branch: 'dev', pillarScores: {} }));
    const trend = (days: number) => store.waf.runs.trend({ projects: ['shop'] }, days);
    const short = (await trend(9)).map(({ branch, day, pillar, score, runs }) => [branch, day, pillar, score, runs]);
    expect(short).toEqual([
      ['dev', '2026-01-02', '', 40, 1],
      ['dev', '2026-01-02', 'security', null, 1],
      ['main', '2026-01-01', '', 20, 2],
      ['main', '2026-01-01', 'cost', 82, 2],
      ['main', '2026-01-01', 'security', 50, 2],
      ['main', '2026-01-02', '', 30, 1],
    ]);
    const [, , whole, cost, security] = await trend(9);
    expect(whole).toMatchObject({ runId: makeWafRun(2).id, posture: { pass: 1, fail: 1 } });
    expect(cost?.posture).toBeNull();
    expect(security?.posture).toEqual({ pass: 0, fail: 1 });
    expect((await trend(1)).map(({ branch, day }) => [branch, day])).toEqual([
      ['dev', '2026-01-02'],
      ['dev', '2026-01-02'],
      ['main', '2026-01-02'],
    ]);
    expect(await store.waf.runs.trend({ projects: ['blog'] }, 9)).toEqual([]);
  });
});

describeDatabases('findings of a run', (makeDatabase) => {
  const findings = [
    makeWafFinding({ resource: 'a', status: 'FAIL' }),
    makeWafFinding({ resource: 'b', status: 'PASS', severity: 'Critical' }),
    makeWafFinding({ resource: 'c', status: 'pass', pillar: 'COST', control_id: 'WAF-COST-010', check_id: 'x' }),
    makeWafFinding({ resource: 'd', status: 'odd', fingerprint: 'ffffffffffffffff-other' }),
  ];

  it.each<[WafFindingFilter, string]>([
    [{}, 'abcd'],
    [{ status: 'Fail' }, 'a'],
    [{ status: 'PASS' }, 'bc'],
    [{ status: 'ODD' }, 'd'],
    [{ status: 'none' }, ''],
    [{ severity: 'CRITICAL' }, 'b'],
    [{ severity: 'high', status: 'pass' }, 'c'],
    [{ pillar: 'cost' }, 'c'],
    [{ controlId: 'WAF-SEC-010' }, 'abd'],
    [{ controlId: 'waf-sec-010' }, ''],
    [{ checkId: 'x' }, 'c'],
    [{ resource: 'd' }, 'd'],
    [{ resource: 'd', pillar: 'cost' }, ''],
  ])('that pass %j are %s', async (filter, expected) => {
    await using store = await openStore(await makeDatabase(), now);
    const run = makeWafRun(1, { findings });
    await add(store, run);
    await add(store, makeWafRun(2, { findings }));
    expect((await readFindings(store, run.id, filter)).map(({ resource }) => resource).join('')).toBe(expected);
    expect(await store.waf.runs.countFindings(run.id, filter)).toBe(expected.length);
  });

  it('are tallied by control, and found in other runs', async () => {
    await using store = await openStore(await makeDatabase(), now);
    for (const n of [1, 2, 3])
      await add(store, makeWafRun(n, { findings: n === 2 ? [] : findings, project: n === 3 ? 'blog' : 'shop' }));
    expect(await store.waf.runs.tally(makeWafRun(1).id)).toEqual([
      { controlId: 'WAF-COST-010', pillar: 'COST', findings: 1, statuses: { PASS: 1 } },
      { controlId: 'WAF-SEC-010', pillar: 'security', findings: 3, statuses: { FAIL: 1, ODD: 1, PASS: 1 } },
    ]);
    const find = (fingerprint: string, projects: readonly string[] | null, limit = 9) =>
      store.waf.runs.occurrences(fingerprint, { projects, limit });
    const found = await find('ffffffffffffffff-other', null);
    expect(found).toMatchObject([
      { run: { id: makeWafRun(3).id }, ordinal: 3, status: 'ODD' },
      { run: { id: makeWafRun(1).id }, ordinal: 3, message: 'attribute missing' },
    ]);
    expect(await find('ffffffffffffffff-other', ['shop'])).toHaveLength(1);
    expect(await find('f'.repeat(64), null, 2)).toHaveLength(2);
    expect(await find('ffffffffffffffff', null)).toEqual([]);
  });
});

describeDatabases('an idempotency key', (makeDatabase) => {
  it('is remembered with its run, per principal, for a while', async () => {
    await using store = await openStore(await makeDatabase(), now);
    const [early, late] = ['2026-01-01T00:00:00.000Z', '2026-01-03T00:00:00.000Z'];
    const remember = (changes: object) =>
      store.transaction(({ waf }) =>
        waf.runs.remember({
          principal: 'p',
          key: 'k',
          requestHash: 'h1',
          runId: 'r1',
          at: early,
          keptSince: '2025-12-31T00:00:00.000Z',
          ...changes,
        }),
      );
    expect(await remember({})).toEqual({ kind: 'new' });
    expect(await remember({ requestHash: 'h2', runId: 'r2' })).toEqual({
      kind: 'known',
      requestHash: 'h1',
      runId: 'r1',
    });
    expect(await remember({ principal: 'q' })).toEqual({ kind: 'new' });
    expect(await remember({ at: late, keptSince: '2026-01-02T00:00:00.000Z', runId: 'r3' })).toEqual({ kind: 'new' });
  });

  it('lets one of two requests at once through', async () => {
    await using store = await openStore(await makeDatabase(), now);
    const post = (n: number) =>
      store.transaction(async ({ waf }) => {
        const run = makeWafRun(n);
        const request = { principal: 'p', key: 'k', requestHash: 'h', runId: run.id, at: run.createdAt };
        const remembered = await waf.runs.remember({ ...request, keptSince: '2025-01-01T00:00:00.000Z' });
        if (remembered.kind === 'new') await waf.runs.add(run);
        return remembered.kind === 'new' ? run.id : remembered.runId;
      });
    const ids = await Promise.all([post(1), post(2), post(3)]);
    expect(new Set(ids).size).toBe(1);
    expect(await store.waf.runs.count({ projects: null })).toBe(1);
  });
});
