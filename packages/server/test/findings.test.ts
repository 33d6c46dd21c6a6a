import { text } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { FindingWithState, ScanComparison } from '@securescan/contract';
import { asFingerprint } from '@securescan/model';
import type { Finding, JsonObject } from '@securescan/model';
import type { Store } from '@securescan/store';
import { openStore } from '@securescan/store';
import { describeDatabases } from '@securescan/testkit/databases';
import { makeFinding, makeScanResult } from '@securescan/testkit/scan-results';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { HandlerAnswer, Inputs } from '../src/http/handler.ts';
import { createCompareScans } from '../src/resources/findings/compare-scans.ts';
import { createCountFindings } from '../src/resources/findings/count-findings.ts';
import { createListFindings } from '../src/resources/findings/list-findings.ts';
import { admin, makeRequest } from './request.ts';

const now = (): Date => new Date('2026-01-01T00:00:00Z');
const fingerprintOf = (index: number) => asFingerprint(index.toString(16).padStart(64, '0'));

function makeFindings(numbers: readonly number[]): Finding[] {
  return numbers.map((index) =>
    makeFinding({ id: `id-${index}`, fingerprint: fingerprintOf(index), title: `t${index}` }),
  );
}

async function save(store: Store, scanId: string, findings: readonly Finding[]): Promise<void> {
  await store.saveScan({ ...makeScanResult([...findings]), scanId }, 'api');
}

async function readJson(answer: HandlerAnswer<'listFindings' | 'compareScans'>): Promise<unknown> {
  if (!('jsonText' in answer)) throw new Error('expected JSON text');
  return JSON.parse(answer.jsonText instanceof Readable ? await text(answer.jsonText) : answer.jsonText);
}

function headersOf(answer: HandlerAnswer<'listFindings'>): Readonly<Record<string, string>> {
  return 'headers' in answer ? (answer.headers ?? {}) : {};
}

const query = (changes: Partial<Inputs<'listFindings'>['query']> = {}): Inputs<'listFindings'>['query'] => changes;

describeDatabases('findings of a scan', (makeDatabase) => {
  it('answers as the contract says, whatever a finding holds', async () => {
    await using store = await openStore(await makeDatabase(), now);
    const list = createListFindings(store);
    const anyText = fc.string({ unit: 'binary', maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(
        anyText,
        fc.option(anyText),
        fc.dictionary(anyText, fc.jsonValue({ maxDepth: 2 })),
        fc.constantFrom('config' as const, null, undefined),
        async (title, remediation, metadata, suppressed) => {
          const finding = makeFinding({
            title,
            remediation,
            // Any JSON may stand in it.
            metadata: {
              ...(metadata as JsonObject),
              ...(suppressed === undefined ? {} : { suppressed_by: suppressed }),
            },
          });
          await save(store, 'scan-1', [finding]);
          const inputs = { params: { scan_id: 'scan-1' }, query: query({ include_suppressed: true }), body: undefined };
          const [answered] = z.array(FindingWithState).parse(await readJson(await list(inputs, makeRequest())));
          expect(answered?.title).toBe(title.replaceAll('\0', '\uFFFD'));
          expect(answered?.metadata).toHaveProperty('suppressed_by', suppressed ?? null);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('counts what each choice would show, each by the other filters', async () => {
    await using store = await openStore(await makeDatabase(), now);
    const [a, b, c, d] = makeFindings([1, 2, 3, 4]) as [Finding, Finding, Finding, Finding];
    await save(store, 'scan-1', [
      { ...a, severity: 'high', scanner: 'bandit' },
      { ...b, severity: 'high', scanner: 'semgrep' },
      { ...c, severity: 'low', scanner: 'semgrep' },
      { ...d, severity: 'low', scanner: 'semgrep', metadata: { suppressed_by: 'inline' } },
    ]);
    const count = async (changes: Partial<Inputs<'countFindings'>['query']>) => {
      const inputs = { params: { scan_id: 'scan-1' }, query: changes, body: undefined };
      const answer = await createCountFindings(store)(inputs, makeRequest());
      if (!('json' in answer)) throw new Error('expected JSON');
      return answer.json;
    };
    expect(await count({ severity: 'high,critical' })).toEqual({
      total: 2,
      severity: { critical: 0, high: 2, medium: 0, low: 1, info: 0 },
      status: { new: 2, triaged: 0, false_positive: 0, accepted_risk: 0, fixed: 0, wont_fix: 0 },
      scanner: [
        { name: 'bandit', count: 1 },
        { name: 'semgrep', count: 1 },
      ],
    });
    expect(await count({ scanner: 'semgrep', include_suppressed: true })).toMatchObject({
      total: 3,
      severity: { high: 1, low: 2 },
      scanner: [{ count: 1 }, { count: 3 }],
    });
    expect(await count({ q: 't1' })).toMatchObject({ total: 1, severity: { high: 1, low: 0 } });
    expect(await count({ severity: 'worst' })).toMatchObject({ total: 0, severity: { high: 2 } });
  });

  it('gives pages with cursor and total, or all of it in pieces', async () => {
    await using store = await openStore(await makeDatabase(), now);
    const list = createListFindings(store);
    await save(store, 'scan-1', makeFindings(Array.from({ length: 600 }, (_, index) => index)));
    const ask = (changes: Partial<Inputs<'listFindings'>['query']>) =>
      list({ params: { scan_id: 'scan-1' }, query: query(changes), body: undefined }, makeRequest());

    const whole = z.array(FindingWithState).parse(await readJson(await ask({})));
    expect(whole.map(({ id }) => id)).toEqual(Array.from({ length: 600 }, (_, index) => `id-${index}`));

    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const answer = await ask({ limit: 250, ...(cursor === undefined ? {} : { cursor }) });
      expect(headersOf(answer)['X-Total-Count']).toBe('600');
      ids.push(
        ...z
          .array(FindingWithState)
          .parse(await readJson(answer))
          .map(({ id }) => id),
      );
      cursor = headersOf(answer)['X-Next-Cursor'];
      if (cursor !== undefined) expect(headersOf(answer)['Link']).toBe(`<?limit=250&cursor=${cursor}>; rel="next"`);
    } while (cursor !== undefined);
    expect(ids).toEqual(whole.map(({ id }) => id));

    expect(headersOf(await ask({ q: 't59', limit: 5 }))['X-Total-Count']).toBe('11');
    expect(await readJson(await ask({ severity: 'extreme' }))).toEqual([]);
    expect(await readJson(await ask({ severity: ' ', limit: 1 }))).toHaveLength(1);
    await expect(ask({ cursor: 'x' })).rejects.toMatchObject({ issues: [{ loc: ['query', 'cursor'] }] });
  });

  it('does not exist for those who may not see the scan', async () => {
    await using store = await openStore(await makeDatabase(), now);
    await save(store, 'scan-1', makeFindings([1]));
    const bound = makeRequest({ principal: { ...admin, projects: ['shop'] } });
    const inputs = { params: { scan_id: 'scan-1' }, query: query(), body: undefined };
    await expect(createListFindings(store)(inputs, bound)).rejects.toMatchObject({
      status: 404,
      message: 'Scan not found',
    });
  });

  it('compares by fingerprint, under both names, with complete counts', async () => {
    await using store = await openStore(await makeDatabase(), now);
    const compare = createCompareScans(store);
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.nat(1300), { maxLength: 700 }),
        fc.uniqueArray(fc.nat(1300), { maxLength: 700 }),
        async (older, newer) => {
          await save(store, 'a', makeFindings(older));
          await save(store, 'b', makeFindings(newer));
          const inputs = { params: undefined, query: { scan_a: 'a', scan_b: 'b' }, body: undefined };
          const answer = ScanComparison.parse(await readJson(await compare(inputs, makeRequest())));
          const ids = (numbers: readonly number[]) => numbers.map((index) => `id-${index}`);
          const namesOf = (findings: readonly { id: string }[]) => findings.map(({ id }) => id);
          expect(namesOf(answer.new)).toEqual(ids(newer.filter((index) => !older.includes(index))));
          expect(namesOf(answer.fixed)).toEqual(ids(older.filter((index) => !newer.includes(index))));
          expect(namesOf(answer.unchanged)).toEqual(ids(newer.filter((index) => older.includes(index))));
          expect(answer.unchanged.every(({ scan_id }) => scan_id === 'b')).toBe(true);
          expect([answer.new_findings, answer.fixed_findings, answer.unchanged_findings]).toEqual([
            answer.new,
            answer.fixed,
            answer.unchanged,
          ]);
          expect(answer.summary.unchanged_count).toBe(answer.unchanged.length);
        },
      ),
      { numRuns: 8 },
    );
    const cut = { params: undefined, query: { scan_a: 'a', scan_b: 'a', limit: 1 }, body: undefined };
    const answer = ScanComparison.parse(await readJson(await compare(cut, makeRequest())));
    expect(answer.unchanged.length).toBeLessThanOrEqual(1);
    expect(answer.summary).toMatchObject({ new_count: 0, fixed_count: 0, risk_delta: 0 });
    const missing = (scan_a: string, scan_b: string) =>
      compare({ params: undefined, query: { scan_a, scan_b }, body: undefined }, makeRequest());
    await expect(missing('x', 'y')).rejects.toMatchObject({ message: 'Scan A not found' });
    await expect(missing('a', 'y')).rejects.toMatchObject({ message: 'Scan B not found' });
  });
});

describe('filters', () => {
  it('understand every spelling of a compliance tag', async () => {
    const { readFilter } = await import('../src/resources/findings/read-filter.ts');
    expect(readFilter({ compliance: 'A03' })).toMatchObject({ tags: expect.arrayContaining(['OWASP-A03']) as unknown });
    expect(readFilter({ compliance: 'owasp-a03' })).toEqual(readFilter({ compliance: 'A03' }));
    expect(readFilter({ status: 'maybe' })).toBeNull();
    expect(readFilter({})).toEqual({ includeSuppressed: false });
    expect(readFilter({ severity: 'low, high,worst', status: 'new', scanner: 'a,b' })).toEqual({
      includeSuppressed: false,
      severities: ['low', 'high'],
      status: 'new',
      scanners: ['a', 'b'],
    });
    expect(readFilter({ severity: 'worst,worse' })).toBeNull();
  });
});
