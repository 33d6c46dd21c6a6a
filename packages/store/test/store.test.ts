import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { asFingerprint, asRepoPath, type Finding } from '@securescan/model';
import { describeDatabases } from '@securescan/testkit/databases';
import { makeFinding, makeScanResult } from '@securescan/testkit/scan-results';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { migrations, openStore } from '../src/index.ts';
import { migrate } from '../src/migrations/migrate.ts';
import { openPostgres, postgresMigrations } from '../src/postgres/open-postgres.ts';
import { openSqlite, sqliteMigrations } from '../src/sqlite/open-sqlite.ts';

const now = (): Date => new Date('2026-01-02T03:04:05Z');

describeDatabases('store', (makeDatabase) => {
  it('gives back a scan as it was saved', async () => {
    await using store = await openStore(await makeDatabase(), now);
    const findings = [
      makeFinding(),
      makeFinding({
        id: '22222222-2222-8222-8222-222222222222',
        severity: 'low',
        filePath: null,
        lineStart: null,
        lineEnd: null,
        column: null,
        ruleId: null,
        cwe: null,
        remediation: null,
        metadata: { suppressed_by: 'config', original_severity: 'high', nested: { list: [1, null, 'x'] } },
        complianceTags: [],
        fingerprint: asFingerprint('b'.repeat(64)),
      }),
    ];
    await store.saveScan(makeScanResult(findings), 'cli');

    expect(await store.listFindings('scan-1')).toEqual(findings);
    expect(await store.findScan('scan-1')).toEqual({
      id: 'scan-1',
      target: '.',
      scanTypes: ['code'],
      status: 'completed',
      createdAt: '2026-01-02T03:04:05.000Z',
      startedAt: '2026-01-02T03:04:05.000Z',
      completedAt: '2026-01-02T03:04:06.500Z',
      findingsCount: 1,
      riskScore: 12.3,
      error: null,
      origin: 'cli',
    });
    expect(await store.findScan('scan-2')).toBeUndefined();
    expect(await store.listFindings('scan-2')).toEqual([]);
  });

  it('replaces a scan that is saved again, with its findings', async () => {
    await using store = await openStore(await makeDatabase(), now);
    await store.saveScan(makeScanResult([makeFinding(), makeFinding({ severity: 'info' })]), 'cli');
    await store.saveScan(makeScanResult([makeFinding({ title: 'second' })]), 'api');
    expect((await store.listFindings('scan-1')).map(({ title }) => title)).toEqual(['second']);
    expect(await store.listScans({ limit: 10 })).toMatchObject([{ id: 'scan-1', origin: 'api' }]);
  });

  it('lists scans newest first, filtered and limited', async () => {
    await using store = await openStore(await makeDatabase(), now);
    for (const [id, startedAt, target] of [
      ['a', '2026-01-01T00:00:00.000Z', '/srv/100%_real'],
      ['b', '2026-01-03T00:00:00.000Z', '/srv/Shop'],
      ['c', '2026-01-02T00:00:00.000Z', '/srv/shop'],
    ] as const) {
      const result = makeScanResult([], { scanId: id, startedAt, target: { kind: 'directory', display: target } });
      await store.saveScan(id === 'c' ? { ...result, status: 'failed' } : result, 'cli');
    }
    const ids = async (filter: Parameters<typeof store.listScans>[0]): Promise<string[]> =>
      (await store.listScans(filter)).map(({ id }) => id);
    expect(await ids({ limit: 10 })).toEqual(['b', 'c', 'a']);
    expect(await ids({ limit: 2 })).toEqual(['b', 'c']);
    expect(await ids({ limit: 10, status: 'failed' })).toEqual(['c']);
    expect(await ids({ limit: 10, target: 'shop' })).toEqual(['c']);
    expect(await ids({ limit: 10, target: '100%_' })).toEqual(['a']);
    expect(await ids({ limit: 10, target: '%' })).toEqual(['a']);
  });

  it('keeps the order of many findings', async () => {
    await using store = await openStore(await makeDatabase(), now);
    const findings = Array.from({ length: 2345 }, (_, index) => makeFinding({ title: `finding ${index}` }));
    await store.saveScan(makeScanResult(findings), 'cli');
    expect((await store.listFindings('scan-1')).map(({ title }) => title)).toEqual(findings.map(({ title }) => title));
  });

  it('keeps any text, with NUL replaced', async () => {
    await using store = await openStore(await makeDatabase(), now);
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), fc.string(), async (title, key) => {
        const finding: Finding = makeFinding({
          title,
          filePath: asRepoPath(`x/${title}`),
          metadata: { text: title, [`k${key}`]: [key] },
        });
        await store.saveScan(makeScanResult([finding]), 'cli');
        const clean = (text: string): string => text.replaceAll('\0', '\uFFFD');
        expect(await store.listFindings('scan-1')).toEqual([
          {
            ...finding,
            title: clean(title),
            filePath: clean(`x/${title}`),
            metadata: { text: clean(title), [clean(`k${key}`)]: [clean(key)] },
          },
        ]);
      }),
      { numRuns: 50 },
    );
  });

  it('saves nothing of a scan that cannot be saved whole', async () => {
    await using store = await openStore(await makeDatabase(), now);
    await store.saveScan(makeScanResult([makeFinding()]), 'cli');
    const broken = makeFinding({ severity: 'terrible' as 'low' });
    await expect(store.saveScan(makeScanResult([makeFinding({ title: 'new' }), broken]), 'cli')).rejects.toThrow();
    expect((await store.listFindings('scan-1')).map(({ title }) => title)).toEqual(['Use of eval()']);
  });

  it('migrates once when several processes start together, and does nothing the next time', async () => {
    const location = await makeDatabase();
    const script = `const { openStore } = await import(${JSON.stringify(import.meta.resolve('../src/index.ts'))});
      await (await openStore(${JSON.stringify(location)}, () => new Date(0))).close();`;
    const open = (): Promise<unknown> => promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
    await Promise.all([open(), open(), open()]);
    const db = location.kind === 'sqlite' ? openSqlite(location.path).write : openPostgres(location.url);
    const dialect = location.kind === 'sqlite' ? sqliteMigrations : postgresMigrations;
    const rows = await db.selectFrom('schema_migrations').select('id').execute();
    expect(rows.map(({ id }) => id)).toEqual(migrations.map(({ id }) => id));
    expect(await migrate(db, migrations, dialect, () => new Date(0))).toEqual([]);
    await db.destroy();
  });

  it('refuses a database of a newer version', async () => {
    const location = await makeDatabase();
    await (await openStore(location, now)).close();
    const db = location.kind === 'sqlite' ? openSqlite(location.path).write : openPostgres(location.url);
    await db
      .insertInto('schema_migrations')
      .values({ id: '9999-future', applied_at: '2030-01-01T00:00:00.000Z' })
      .execute();
    await db.destroy();
    await expect(openStore(location, now)).rejects.toThrow(/newer version of securescan \(schema step 9999-future\)/);
  });

  it('undoes a migration that fails half-way', async () => {
    const location = await makeDatabase();
    const db = location.kind === 'sqlite' ? openSqlite(location.path).write : openPostgres(location.url);
    const dialect = location.kind === 'sqlite' ? sqliteMigrations : postgresMigrations;
    const failing = {
      id: '0002-failing',
      up: async (connection: Parameters<(typeof migrations)[number]['up']>[0]) => {
        await connection.schema.createTable('half').addColumn('a', 'text').execute();
        throw new Error('stop');
      },
    };
    await expect(migrate(db, [...migrations, failing], dialect, () => new Date(0))).rejects.toThrow('stop');
    expect((await db.introspection.getTables()).map(({ name }) => name)).toEqual([]);
    await db.destroy();
  });
});

describe('a place where no database can be', () => {
  it.each([
    ['a directory', { kind: 'sqlite', path: '/' } as const, /cannot open the database \//],
    [
      'a server that does not answer',
      { kind: 'postgres', url: 'postgres://u@127.0.0.1:1/x' } as const,
      /given by DATABASE_URL: .*ECONNREFUSED/,
    ],
  ])('is refused with one sentence: %s', async (_name, location, message) => {
    await expect(openStore(location, now)).rejects.toThrow(message);
  });
});
