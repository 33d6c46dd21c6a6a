import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Scan, ScanSummary } from '@securescan/contract';
import { openStore } from '@securescan/store';
import { describeDatabases } from '@securescan/testkit/databases';
import { makeFinding, makeScanResult } from '@securescan/testkit/scan-results';
import { expect, it } from 'vitest';
import { z } from 'zod';
import type { Principal } from '../../src/auth/principal.ts';
import { openPrincipal } from '../http/test-app.ts';
import { openWorkshop, startScanServer } from './scan-server.ts';
import type { ScanServer, Workshop } from './scan-server.ts';

/** Everybody is whom the header `x-test-projects` says. */
const byProjects = {
  access: {
    authenticate: ({ headers }: { headers: Readonly<Record<string, string | undefined>> }): Promise<Principal> => {
      const projects = headers['x-test-projects'];
      if (projects === undefined) return Promise.resolve(openPrincipal);
      return Promise.resolve({
        ...openPrincipal,
        id: `key-${projects}`,
        kind: 'key',
        projects: projects === '' ? [] : projects.split(',').map((name) => (name === '-' ? '' : name)),
      });
    },
  },
  config: { limits: { scanRateEnabled: false } },
  hasRunner: false,
};

describeDatabases('scan routes', (makeDatabase) => {
  async function open(): Promise<AsyncDisposable & { server: ScanServer; workshop: Workshop }> {
    const workshop = await openWorkshop();
    const server = await startScanServer(workshop, { ...byProjects, database: await makeDatabase() });
    return {
      server,
      workshop,
      async [Symbol.asyncDispose]() {
        await server[Symbol.asyncDispose]();
        await workshop[Symbol.asyncDispose]();
      },
    };
  }
  const names = (body: unknown): string[] =>
    z
      .array(z.looseObject({ id: z.string() }))
      .parse(body)
      .map(({ id }) => id);

  it('queue scans in order, tell their place, and cancel pending ones at once', async () => {
    await using opened = await open();
    const { server, workshop } = opened;
    const body = { target_path: workshop.project };
    const first = await server.create(body, { 'x-request-id': 'my-request' });
    expect(first).toMatchObject({
      target_path: workshop.project,
      scan_types: ['code', 'dependency'],
      status: 'pending',
      queue_position: 0,
      request_id: 'my-request',
      project: null,
      scanners: [],
    });
    const second = await server.create(body);
    expect(second.queue_position).toBe(1);
    expect(second.created_at > first.created_at).toBe(true);
    expect(await server.call('DELETE', `/api/v1/scans/${first.id}`)).toMatchObject({
      status: 409,
      body: { detail: "Cannot delete scan in 'pending' state; cancel it first" },
    });
    expect(await server.call('POST', `/api/v1/scans/${first.id}/cancel`)).toMatchObject({
      status: 200,
      body: { status: 'cancelled', error: 'Scan cancelled by user', started_at: null, partial: false },
    });
    expect((await server.get(second.id)).queue_position).toBe(0);
    const events = await server.app.deps.store.events.list(first.id, 0, 10);
    expect(events.map(({ name, data }) => [name, data['status']])).toEqual([['scan.cancelled', 'cancelled']]);
  });

  it('delete an ended scan with everything that is its own, once', async () => {
    await using opened = await open();
    const { server } = opened;
    const { store } = server.app.deps;
    await store.saveScan(
      makeScanResult(
        Array.from({ length: 1201 }, () => makeFinding()),
        { scanId: 'old' },
      ),
      'cli',
    );
    expect((await server.call('DELETE', '/api/v1/scans/old')).status).toBe(204);
    for (const [method, path] of [
      ['DELETE', '/old'],
      ['GET', '/old'],
      ['GET', '/old/summary'],
      ['POST', '/old/cancel'],
      ['POST', '/old/event-token'],
      ['GET', '/old/events'],
    ]) {
      expect(await server.call(method ?? '', `/api/v1/scans${path}`)).toMatchObject({
        status: 404,
        body: { detail: 'Scan not found' },
      });
    }
    expect(await store.listFindings('old')).toEqual([]);
    expect(await store.scans.listHidden()).toEqual([]);
    expect(await store.scans.listScanners(['old'])).toEqual([]);
  });

  it('list pages by cursor and offset, filtered, with the total, and all without a limit', async () => {
    await using opened = await open();
    const { server } = opened;
    const { store } = server.app.deps;
    for (let index = 0; index < 450; index += 1) {
      const minute = String(index % 60).padStart(2, '0');
      // Seven scans share each instant, so that pages must not depend on the time alone.
      const startedAt = `2026-01-01T0${Math.floor(index / 420)}:${minute}:00.000Z`;
      const target = { kind: 'directory', display: index % 10 === 0 ? '/srv/shop' : '/srv/other' } as const;
      const status = index % 50 === 0 ? 'failed' : 'completed';
      await store.saveScan({ ...makeScanResult([], { scanId: `s${index}`, startedAt, target }), status }, 'cli');
    }
    const all = await server.call('GET', '/api/v1/scans');
    expect(all.headers.get('x-total-count')).toBe('450');
    const whole = names(z.array(Scan).parse(all.body));
    expect(new Set(whole).size).toBe(450);
    const created = z
      .array(Scan)
      .parse(all.body)
      .map((scan) => scan.created_at);
    expect(created).toEqual(created.toSorted().toReversed());

    const paged: string[] = [];
    let query = '?limit=77';
    for (;;) {
      const page = await server.call('GET', `/api/v1/scans${query}`);
      expect(page.headers.get('x-total-count')).toBe('450');
      paged.push(...names(page.body));
      const cursor = page.headers.get('x-next-cursor');
      if (cursor === null) break;
      query = /<(\?[^>]+)>; rel="next"/.exec(page.headers.get('link') ?? '')?.[1] ?? '';
      expect(query).toContain(`cursor=${cursor}`);
    }
    expect(paged).toEqual(whole);
    expect(names((await server.call('GET', '/api/v1/scans?limit=5&offset=440')).body)).toEqual(whole.slice(440, 445));
    expect(names((await server.call('GET', '/api/v1/scans?offset=445')).body)).toEqual(whole.slice(445));

    const failed = await server.call('GET', '/api/v1/scans?status=failed&target=shop&since=2026-01-01T00:10:00Z');
    expect(failed.headers.get('x-total-count')).toBe(String(names(failed.body).length));
    expect(
      z
        .array(Scan)
        .parse(failed.body)
        .every((scan) => scan.status === 'failed'),
    ).toBe(true);
    expect(names(failed.body).length).toBeGreaterThan(0);
    expect((await server.call('GET', '/api/v1/scans?status=magic')).body).toEqual([]);
    for (const bad of ['since=yesterday', 'cursor=abc', 'limit=0', 'limit=1001', 'offset=-1']) {
      expect((await server.call('GET', `/api/v1/scans?${bad}`)).status, bad).toBe(422);
    }
  }, 120_000);

  it('list what another process has written since, such as a scan of the command', async () => {
    await using opened = await open();
    const { server } = opened;
    const { database } = server.app.deps.config;
    const listed = async (): Promise<string[]> => names((await server.call('GET', '/api/v1/scans?limit=10')).body);
    expect([await listed(), await listed()]).toEqual([[], []]);
    await using other = await openStore(database, () => new Date());
    await other.saveScan(makeScanResult([], { scanId: 'a' }), 'cli');
    expect([await listed(), await listed()]).toEqual([['a'], ['a']]);
    await other.saveScan(makeScanResult([], { scanId: 'b', startedAt: '2027-01-01T00:00:00.000Z' }), 'cli');
    expect(await listed()).toEqual(['b', 'a']);
    await server.call('DELETE', '/api/v1/scans/b');
    expect(await listed()).toEqual(['a']);
  });

  it('answer the summary from the numbers of the row', async () => {
    await using opened = await open();
    const { server } = opened;
    await server.app.deps.store.saveScan(makeScanResult([makeFinding(), makeFinding({ severity: 'high' })]), 'cli');
    const answer = await server.call('GET', '/api/v1/scans/scan-1/summary');
    expect(ScanSummary.parse(answer.body)).toMatchObject({
      total_findings: 2,
      medium: 1,
      high: 1,
      risk_score: 12.3,
      scanners_run: ['semgrep'],
      duration_s: 1.5,
    });
    expect((await server.get('scan-1')).scanners[0]).toMatchObject({ scanner: 'semgrep', state: 'completed' });
  });

  it('answer the same scan to the same idempotency key, and refuse another request under it', async () => {
    await using opened = await open();
    const { server, workshop } = opened;
    const body = { target_path: workshop.project, scan_types: ['code'] };
    const headers = { 'idempotency-key': 'k 1' };
    const many = await Promise.all(Array.from({ length: 5 }, () => server.create(body, headers)));
    expect(new Set(many.map(({ id }) => id)).size).toBe(1);
    expect(await server.call('POST', '/api/v1/scans', { ...body, scan_types: ['iac'] }, headers)).toMatchObject({
      status: 422,
      body: { detail: [{ loc: ['header', 'Idempotency-Key'] }] },
    });
    const other = await server.create(body, { ...headers, 'x-test-projects': '-' });
    expect(other.id).not.toBe(many[0]?.id);
    expect((await server.call('POST', '/api/v1/scans', body, { 'idempotency-key': 'x'.repeat(256) })).status).toBe(422);
    await server.call('POST', `/api/v1/scans/${other.id}/cancel`);
    await server.call('DELETE', `/api/v1/scans/${other.id}`);
    const again = await server.create(body, { ...headers, 'x-test-projects': '-' });
    expect(again.id).not.toBe(other.id);
  });

  it('keep projects apart', async () => {
    await using opened = await open();
    const { server, workshop } = opened;
    const body = { target_path: workshop.project };
    const mine = await server.create(body, { 'x-test-projects': 'a' });
    expect(mine.project).toBe('a');
    const chosen = await server.create({ ...body, project: 'b' }, { 'x-test-projects': 'a,b' });
    expect(chosen.project).toBe('b');
    const none = await server.create(body);
    expect(none.project).toBeNull();
    expect(await server.call('POST', '/api/v1/scans', body, { 'x-test-projects': 'a,b' })).toMatchObject({
      status: 422,
      body: { detail: [{ loc: ['body', 'project'], type: 'missing' }] },
    });
    const foreign = await server.call('POST', '/api/v1/scans', { ...body, project: 'b' }, { 'x-test-projects': 'a' });
    expect(foreign).toMatchObject({ status: 403, body: { detail: "This key may not write to project 'b'" } });

    const listed = async (projects: string): Promise<readonly [string | null, string[]]> => {
      const answer = await server.call('GET', '/api/v1/scans', undefined, { 'x-test-projects': projects });
      return [answer.headers.get('x-total-count'), names(answer.body)];
    };
    expect(await listed('a')).toEqual(['1', [mine.id]]);
    expect(await listed('a,b')).toEqual(['2', [chosen.id, mine.id]]);
    expect(await listed('-')).toEqual(['1', [none.id]]);
    expect(await listed('')).toEqual(['0', []]);
    for (const [method, path] of [
      ['GET', ''],
      ['GET', '/summary'],
      ['POST', '/cancel'],
      ['DELETE', ''],
      ['POST', '/event-token'],
      ['GET', '/events'],
    ]) {
      const answer = await server.call(method ?? '', `/api/v1/scans/${mine.id}${path}`, undefined, {
        'x-test-projects': 'b',
      });
      expect(answer).toMatchObject({ status: 404, body: { detail: 'Scan not found' } });
    }
  });

  it('refuse new scans while the server stops', async () => {
    await using opened = await open();
    const { server, workshop } = opened;
    server.app.stop();
    const answer = await server.call('POST', '/api/v1/scans', { target_path: workshop.project });
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('10');
  });

  it('write who did what to the audit log', async () => {
    await using opened = await open();
    const { server, workshop } = opened;
    const { id } = await server.create({ target_path: workshop.project });
    await server.call('POST', `/api/v1/scans/${id}/cancel`);
    await server.call('DELETE', `/api/v1/scans/${id}`);
    const { database } = server.app.deps.config;
    if (database.kind !== 'sqlite') return;
    const { DatabaseSync } = await import('node:sqlite');
    using db = new DatabaseSync(database.path, { readOnly: true });
    const rows = db.prepare('select action, actor_id, target_id from audit_log order by seq').all();
    expect(rows.map(({ action, actor_id: actor }) => [action, actor])).toEqual([
      ['scan.start', 'dev'],
      ['scan.cancel', 'dev'],
      ['scan.end', null],
      ['scan.delete', 'dev'],
    ]);
    expect(rows.every(({ target_id: target }) => target === id)).toBe(true);
  });

  it('replay the recorded refusals', async () => {
    await using opened = await open();
    const { server } = opened;
    const file = join(import.meta.dirname, '../../../testkit/data/http/scans.json');
    const Exchange = z.object({
      name: z.string(),
      request: z.object({ method: z.string(), path: z.string(), body: z.unknown() }),
      response: z.object({ status: z.number(), body: z.unknown() }),
    });
    const exchanges = z.array(Exchange).parse(JSON.parse(await readFile(file, 'utf8')));
    const refusals = exchanges.filter(
      ({ request, response }) =>
        request.path === '/api/v1/scans' && request.method === 'POST' && response.status === 400,
    );
    expect(refusals.length).toBeGreaterThan(2);
    for (const { request, response } of refusals) {
      const answer = await server.call('POST', request.path, request.body);
      expect([answer.status, answer.body]).toMatchObject([response.status, response.body as object]);
    }
  });
});
