import { asFingerprint, asRepoPath } from '@securescan/model';
import type { Finding, Severity } from '@securescan/model';
import { describeDatabases } from '@securescan/testkit/databases';
import { makeFinding, makeScanResult } from '@securescan/testkit/scan-results';
import { expect, it } from 'vitest';
import type { FindingFilter, Store } from '../src/index.ts';
import { openStore } from '../src/index.ts';

const now = (): Date => new Date('2026-01-01T00:00:00Z');
const severities: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info'];
const fingerprintOf = (index: number) => asFingerprint(index.toString(16).padStart(64, '0'));
const all: FindingFilter = { includeSuppressed: true };
const shown: FindingFilter = { includeSuppressed: false };

/** Enough for several pieces of every kind of reading. */
const COUNT = 1200;

function makeFindings(): readonly Finding[] {
  return Array.from({ length: COUNT }, (_, index) =>
    makeFinding({
      id: `finding-${index}`,
      fingerprint: fingerprintOf(index),
      severity: severities[Math.floor((index * 5) / COUNT)] ?? 'info',
      scanner: index % 3 === 0 ? 'bandit' : 'semgrep',
      title: index === 700 ? '100% Sure_thing' : `title ${index}`,
      filePath: asRepoPath(`src/${index}.py`),
      metadata: index % 10 === 0 ? { suppressed_by: 'baseline' } : { suppressed_by: null, confidence: 'high' },
      complianceTags: index % 4 === 0 ? ['OWASP-A03', 'CIS-3'] : ['OWASP-A01'],
    }),
  );
}

async function collect(store: Store, filter: FindingFilter): Promise<readonly number[]> {
  const ordinals: number[] = [];
  for await (const piece of store.findings.stream('scan-1', filter)) {
    expect(piece.length).toBeGreaterThan(0);
    ordinals.push(...piece.map(({ ordinal }) => ordinal));
  }
  return ordinals;
}

describeDatabases('findings', (makeDatabase) => {
  it('gives the same findings by page, in pieces and by count, for every filter', async () => {
    await using store = await openStore(await makeDatabase(), now);
    const findings = makeFindings();
    await store.saveScan(makeScanResult(findings), 'api');
    const judge = (index: number, status: 'new' | 'fixed') => ({
      fingerprint: fingerprintOf(index),
      status,
      note: null,
      updatedAt: '2026-01-01T00:00:00.000Z',
      updatedBy: null,
      principal: null,
      expiresAt: null,
    });
    await store.transaction(({ triage }) => triage.set([judge(3, 'fixed'), judge(903, 'fixed'), judge(4, 'new')]));

    const isShown = ({ metadata }: Finding) => metadata.suppressed_by === null;
    const cases: readonly (readonly [FindingFilter, (finding: Finding, index: number) => boolean])[] = [
      [all, () => true],
      [{ ...all, severities: ['critical', 'low'] }, ({ severity }) => severity === 'critical' || severity === 'low'],
      [{ ...shown, scanners: ['bandit', 'trivy'] }, (finding) => isShown(finding) && finding.scanner === 'bandit'],
      [{ ...all, statuses: ['fixed'] }, (_, index) => index === 3 || index === 903],
      [{ ...all, statuses: ['new', 'wont_fix'] }, (_, index) => index !== 3 && index !== 903],
      [shown, isShown],
      [{ ...shown, severity: 'medium' }, (f) => isShown(f) && f.severity === 'medium'],
      [{ ...shown, scanner: 'bandit' }, (f) => isShown(f) && f.scanner === 'bandit'],
      [{ ...all, scanner: 'bandit', severity: 'low' }, (f) => f.scanner === 'bandit' && f.severity === 'low'],
      [{ ...all, scanType: 'iac' }, () => false],
      [{ ...all, tags: ['OWASP-A03'] }, (_, index) => index % 4 === 0],
      [{ ...all, tags: ['OWASP-A0'] }, () => false],
      [{ ...all, tags: ['%'] }, () => false],
      [{ ...all, tags: ['CIS-3', 'OWASP-A01'] }, () => true],
      [{ ...all, status: 'fixed' }, (_, index) => index === 3 || index === 903],
      [{ ...all, status: 'new' }, (_, index) => index !== 3 && index !== 903],
      [{ ...all, text: '100% sure_' }, (_, index) => index === 700],
      [{ ...all, text: 'SRC/1199' }, (_, index) => index === 1199],
      [{ ...all, text: '%' }, (_, index) => index === 700],
    ];
    for (const [filter, passes] of cases) {
      const expected = findings.flatMap((finding, index) => (passes(finding, index) ? [index] : []));
      expect(await collect(store, filter)).toEqual(expected);
      expect(await store.findings.count('scan-1', filter)).toBe(expected.length);

      const paged: number[] = [];
      for (let after = -1; ; after = paged.at(-1) ?? after) {
        const page = await store.findings.list('scan-1', filter, { after, limit: 333 });
        paged.push(...page.map(({ ordinal }) => ordinal));
        if (page.length < 333) break;
      }
      expect(paged).toEqual(expected);
      const middle = await store.findings.list('scan-1', filter, { offset: 2, limit: 2 });
      expect(middle.map(({ ordinal }) => ordinal)).toEqual(expected.slice(2, 4));
    }
  });

  it('joins the verdict and leaves JSON columns as text', async () => {
    await using store = await openStore(await makeDatabase(), now);
    await store.saveScan(makeScanResult(makeFindings().slice(0, 2)), 'api');
    const verdict = {
      fingerprint: fingerprintOf(1),
      status: 'accepted_risk',
      note: 'n',
      updatedAt: '2026-01-01T00:00:00.000Z',
      updatedBy: 'alice',
      principal: 'env',
      expiresAt: '2027-01-01T00:00:00.000Z',
    } as const;
    await store.transaction(({ triage }) => triage.set([verdict]));
    const [suppressed, plain] = await store.findings.list('scan-1', all, { limit: 9 });
    expect(suppressed).toMatchObject({
      suppressedBy: 'baseline',
      metadata: '{"suppressed_by":"baseline"}',
      verdict: null,
    });
    const { fingerprint: _, ...rest } = verdict;
    expect(plain).toMatchObject({ suppressedBy: null, metadata: '{"confidence":"high"}', verdict: rest });
    expect(plain?.complianceTags).toBe('["OWASP-A01"]');
  });

  it('names the shown findings for a comparison, and gives some by their places', async () => {
    await using store = await openStore(await makeDatabase(), now);
    await store.saveScan(makeScanResult(makeFindings()), 'api');
    const identities = await store.findings.listIdentities('scan-1');
    expect(identities).toHaveLength(COUNT - COUNT / 10);
    expect(identities[0]).toEqual({ ordinal: 1, fingerprint: fingerprintOf(1) });
    const some = await store.findings.listByOrdinals('scan-1', [900, 2, 10]);
    expect(some.map(({ ordinal }) => ordinal)).toEqual([2, 10, 900]);
    expect(await store.findings.listByOrdinals('scan-1', [])).toEqual([]);
    expect(await store.findings.listIdentities('none')).toEqual([]);
    expect(await store.findings.count('none', all)).toBe(0);
  });
});
