import { randomUUID } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { GeneratedSbom, SbomDocument } from '@securescan/contract';
import { silentLogger } from '@securescan/core';
import type { Store } from '@securescan/store';
import { openStore } from '@securescan/store';
import { describeDatabases } from '@securescan/testkit/databases';
import type { TestLocation } from '@securescan/testkit/databases';
import { makeFinding, makeScanResult } from '@securescan/testkit/scan-results';
import { afterAll, expect, it } from 'vitest';
import type { ServerDeps } from '../src/deps.ts';
import { createOffload } from '../src/offload/offload.ts';
import { createComplianceHandlers } from '../src/resources/compliance/handlers.ts';
import { createReportHandlers } from '../src/resources/reports/handlers.ts';
import { createSbomHandlers } from '../src/resources/sboms/handlers.ts';
import { createWakeups } from '../src/wake/wakeups.ts';
import { createFakeTime } from './fake-time.ts';
import { admin, makeRequest } from './request.ts';

const examples = realpathSync(join(import.meta.dirname, '..', '..', '..', 'examples'));
const none = { body: undefined };

/** Text of an answer that is made as one. */
function textOf(answer: object): string {
  const text = 'jsonText' in answer ? answer.jsonText : 'body' in answer ? answer.body : undefined;
  if (typeof text !== 'string') throw new Error('expected text');
  return text;
}

const offload = createOffload();
afterAll(() => offload[Symbol.asyncDispose]());

function makeHandlers(store: Store, database: TestLocation) {
  const time = createFakeTime();
  // What these resources read of the configuration.
  const deps = {
    config: { database, audit: { address: 'plain', checkpointFile: null }, secretKey: null },
    store,
    clock: time.clock,
    log: silentLogger,
    wakeups: createWakeups(),
    newId: randomUUID,
    stopping: new AbortController().signal,
  } as unknown as ServerDeps;
  const policy = { roots: [examples], allowPrivate: false, cwd: '/' };
  return {
    reports: createReportHandlers(deps, { offload, productVersion: '1.0.0' }),
    sboms: createSbomHandlers(deps, { offload, productVersion: '1.0.0', policy }),
    compliance: createComplianceHandlers(deps),
  };
}

describeDatabases('documents', (makeDatabase) => {
  it('renders every report format twice alike', async () => {
    const database = await makeDatabase();
    await using store = await openStore(database, () => new Date(0));
    await store.saveScan(makeScanResult([makeFinding(), makeFinding({ severity: 'critical', title: 'worst' })]), 'api');
    const { reports } = makeHandlers(store, database);
    const starts = { html: '<!', pdf: '%PDF-', sarif: '{', csv: 'severity', junit: '<?xml' } as const;
    for (const [format, start] of Object.entries(starts)) {
      const ask = async () => {
        const query = { format: format as keyof typeof starts };
        const answer = await reports.getScanReport({ params: { scan_id: 'scan-1' }, query, ...none }, makeRequest());
        if (!('body' in answer)) throw new Error('expected a file');
        return { answer, bytes: Buffer.from(answer.body as Uint8Array) };
      };
      const [first, second] = [await ask(), await ask()];
      expect(first.bytes.toString('latin1').slice(0, 20).toLowerCase()).toContain(start.toLowerCase());
      expect(first.bytes.equals(second.bytes)).toBe(true);
      if (format !== 'html') {
        expect(first.answer.headers?.['content-disposition']).toMatch(/^attachment; filename="securescan-/);
      }
    }
    const missing = { params: { scan_id: 'nope' }, query: { format: 'html' as const }, ...none };
    await expect(reports.getScanReport(missing, makeRequest())).rejects.toMatchObject({ status: 404 });
  });

  it('refuses a report of a scan that is not completed', async () => {
    const database = await makeDatabase();
    await using store = await openStore(database, () => new Date(0));
    await store.saveScan(makeScanResult([], { status: 'cancelled' }), 'api');
    const { reports } = makeHandlers(store, database);
    await expect(
      reports.getScanReport({ params: { scan_id: 'scan-1' }, query: { format: 'sarif' }, ...none }, makeRequest()),
    ).rejects.toMatchObject({ status: 400, message: 'Scan must be completed to generate a report' });
  });

  it('makes, keeps and writes bills of materials in both formats', async () => {
    const database = await makeDatabase();
    await using store = await openStore(database, () => new Date(0));
    const { sboms } = makeHandlers(store, database);
    const query = { target_path: join(examples, 'python-web'), format: 'cyclonedx' };
    const made = await sboms.generateSbom({ params: undefined, query, ...none }, makeRequest());
    const generated = GeneratedSbom.parse(JSON.parse(textOf(made)));
    expect(generated.document).toMatchObject({ bomFormat: 'CycloneDX' });
    expect(generated.component_count).toBeGreaterThan(0);

    const params = { sbom_id: generated.sbom_id };
    const kept = await sboms.getSbom({ params, query: undefined, ...none }, makeRequest());
    const document = SbomDocument.parse('json' in kept ? kept.json : null);
    expect(document.components).toHaveLength(generated.component_count);
    const exported = await sboms.exportSbom({ params, query: { format: 'spdx' }, ...none }, makeRequest());
    expect(JSON.parse(textOf(exported))).toMatchObject({
      spdxVersion: 'SPDX-2.3',
    });
    expect(await sboms.listSboms({ params: undefined, query: undefined, ...none }, makeRequest())).toMatchObject({
      json: [{ id: generated.sbom_id, component_count: generated.component_count }],
    });

    const bound = makeRequest({ principal: { ...admin, projects: ['shop'] } });
    await expect(sboms.getSbom({ params, query: undefined, ...none }, bound)).rejects.toMatchObject({ status: 404 });
    const ask = (changes: Partial<typeof query>) =>
      sboms.generateSbom({ params: undefined, query: { ...query, ...changes }, ...none }, makeRequest());
    await expect(ask({ format: 'xml' })).rejects.toMatchObject({ status: 400 });
    await expect(ask({ target_path: '/etc' })).rejects.toMatchObject({ status: 400 });
    await expect(ask({ target_path: join(examples, 'nope') })).rejects.toMatchObject({ status: 400 });
  });

  it('makes the bill of a scan once', async () => {
    const database = await makeDatabase();
    await using store = await openStore(database, () => new Date(0));
    const { sboms } = makeHandlers(store, database);
    const target = { kind: 'directory' as const, display: join(examples, 'python-web') };
    await store.saveScan(makeScanResult([], { target }), 'api');
    const ask = async (format: 'cyclonedx' | 'spdx') => {
      const params = { scan_id: 'scan-1' };
      const answer = await sboms.getScanSbom({ params, query: { format }, ...none }, makeRequest());
      return 'mediaType' in answer ? { ...answer, json: JSON.parse(textOf(answer)) as unknown } : null;
    };
    expect(await ask('cyclonedx')).toMatchObject({
      mediaType: 'application/vnd.cyclonedx+json',
      headers: { 'content-disposition': 'attachment; filename="securescan-scan-1.cdx.json"' },
      json: { bomFormat: 'CycloneDX' },
    });
    expect(await ask('spdx')).toMatchObject({ mediaType: 'application/spdx+json' });
    expect(await store.sboms.listOfScan('scan-1')).toHaveLength(1);
  });

  it('covers the frameworks by the tags of shown findings', async () => {
    const database = await makeDatabase();
    await using store = await openStore(database, () => new Date(0));
    await store.saveScan(makeScanResult([makeFinding({ complianceTags: ['OWASP-A03'] })]), 'api');
    const { compliance } = makeHandlers(store, database);
    const answer = await compliance.getCoverage(
      { params: undefined, query: { scan_id: 'scan-1' }, ...none },
      makeRequest(),
    );
    const coverage = 'json' in answer ? answer.json.coverage : [];
    expect(coverage.find(({ framework_id }) => framework_id === 'owasp-top10-2021')).toMatchObject({
      controls_violated: ['OWASP-A03'],
      coverage_percentage: 10,
    });
  });
});
