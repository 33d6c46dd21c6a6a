import { asFingerprint } from '@securescan/model';
import type { Finding, Severity } from '@securescan/model';
import { describeDatabases } from '@securescan/testkit/databases';
import { makeFinding, makeScanResult } from '@securescan/testkit/scan-results';
import { expect, it } from 'vitest';
import type { Store } from '../src/index.ts';
import { openStore } from '../src/index.ts';

const now = (): Date => new Date('2026-01-01T00:00:00Z');
const fingerprintOf = (index: number) => asFingerprint(index.toString(16).padStart(64, '0'));

function found(index: number, severity: Severity, changes: Partial<Finding> = {}): Finding {
  return makeFinding({ id: `id-${index}`, fingerprint: fingerprintOf(index), severity, ...changes });
}

async function save(store: Store, id: string, target: string, completedAt: string, findings: Finding[]): Promise<void> {
  const result = makeScanResult(findings, {
    scanId: id,
    target: { kind: 'directory', display: target },
    startedAt: completedAt,
    completedAt,
  });
  await store.saveScan(result, 'api');
}

describeDatabases('dashboard', (makeDatabase) => {
  it('counts nothing in an empty database', async () => {
    await using store = await openStore(await makeDatabase(), now);
    expect(await store.dashboard.totals(null)).toEqual({
      scans: 0,
      findings: 0,
      averageRiskScore: null,
      scored: 0,
      byStatus: {},
      latestBySeverity: { critical: 0, high: 0, medium: 0, low: 0, info: 0 },
      open: 0,
    });
    expect(await store.dashboard.trends({ projects: null, since: '2020-01-01T00:00:00.000Z' })).toEqual([]);
  });

  it('totals all scans, and what is open in the latest of each target', async () => {
    await using store = await openStore(await makeDatabase(), now);
    await save(store, 'old', '/a', '2026-01-01T10:00:00.000Z', [found(1, 'critical'), found(2, 'high')]);
    await save(store, 'new', '/a', '2026-01-02T10:00:00.000Z', [
      found(2, 'high'),
      found(3, 'low'),
      found(4, 'info', { metadata: { suppressed_by: 'inline' } }),
    ]);
    await save(store, 'other', '/b', '2026-01-01T09:00:00.000Z', [found(5, 'medium')]);
    const judge = (index: number, status: 'fixed' | 'triaged') => ({
      fingerprint: fingerprintOf(index),
      status,
      note: null,
      updatedAt: '2026-01-03T00:00:00.000Z',
      updatedBy: null,
      principal: null,
      expiresAt: null,
    });
    await store.transaction(({ triage }) => triage.set([judge(1, 'fixed'), judge(2, 'fixed'), judge(3, 'triaged')]));
    expect(await store.dashboard.totals(null)).toEqual({
      scans: 3,
      findings: 5,
      averageRiskScore: expect.closeTo(12.3) as unknown,
      scored: 3,
      byStatus: { completed: 3 },
      latestBySeverity: { critical: 0, high: 1, medium: 1, low: 1, info: 0 },
      open: 2,
    });
    expect((await store.dashboard.totals(['shop'])).scans).toBe(0);
  });

  it('takes the latest scan of each day', async () => {
    await using store = await openStore(await makeDatabase(), now);
    await save(store, 'a', '/a', '2026-01-01T23:59:59.000Z', [found(1, 'critical')]);
    await save(store, 'b', '/a', '2026-01-01T01:00:00.000Z', [found(1, 'low'), found(2, 'low')]);
    await save(store, 'c', '/b', '2026-01-03T00:00:00.000Z', [found(3, 'info')]);
    const day = (date: string, findings: number, counts: Record<string, number>) =>
      expect.objectContaining({
        date,
        findings,
        severityCounts: expect.objectContaining(counts) as unknown,
      }) as unknown;
    const since = '2026-01-01T00:00:00.000Z';
    expect(await store.dashboard.trends({ projects: null, since })).toEqual([
      day('2026-01-01', 1, { critical: 1, low: 0 }),
      day('2026-01-03', 1, { info: 1 }),
    ]);
    expect(await store.dashboard.trends({ projects: null, since, target: '/b' })).toHaveLength(1);
    expect(await store.dashboard.trends({ projects: null, since: '2026-01-02T00:00:00.000Z' })).toHaveLength(1);
    expect(await store.dashboard.trends({ projects: [], since })).toEqual([]);
  });
});
