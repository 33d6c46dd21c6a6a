import { describeDatabases } from '@securescan/testkit/databases';
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import type { AuditCheckpoint, AuditEntry, Store, StoreLocation } from '../src/index.ts';
import { hashAuditRow, openStore, verifyAuditLog } from '../src/index.ts';
import { openPostgres } from '../src/postgres/open-postgres.ts';
import type { Database } from '../src/schema.ts';
import { openSqlite } from '../src/sqlite/open-sqlite.ts';

function makeEntry(n: number, changes: Partial<AuditEntry> = {}): AuditEntry {
  return {
    ts: `2026-01-01T00:00:${String(n).padStart(2, '0')}.000Z`,
    requestId: `request-${n}`,
    actor: { id: 'env', kind: 'env', name: null },
    address: '192.0.2.1',
    action: 'key.create',
    target: { type: 'key', id: `k${n}` },
    project: null,
    outcome: 'ok',
    details: { n, text: 'ü "quoted" \u0000' },
    ...changes,
  };
}

async function openWithRows(location: StoreLocation, count: number): Promise<Store> {
  const store = await openStore(location, () => new Date(0));
  for (let n = 1; n <= count; n += 1) await store.transaction(({ audit }) => audit.append(makeEntry(n)));
  return store;
}

/** Another program at the same tables. */
async function tamper(location: StoreLocation, change: (db: Kysely<Database>) => Promise<unknown>): Promise<void> {
  const db = location.kind === 'sqlite' ? openSqlite(location.path) : openPostgres(location.url);
  const all = 'write' in db ? [db.write, db.read] : [db];
  try {
    for (const connection of all.slice(0, 1)) await change(connection);
  } finally {
    for (const connection of all) await connection.destroy();
  }
}

async function dropGuards(db: Kysely<Database>, { kind }: StoreLocation): Promise<void> {
  const names =
    kind === 'sqlite'
      ? ['audit_log_keeps_rows', 'audit_log_loses_no_rows', 'audit_log_replaces_no_rows']
      : ['keeps_rows on audit_log', 'loses_no_rows on audit_log'];
  for (const name of names) await sql.raw(`drop trigger ${name}`).execute(db);
}

async function makeCheckpoint(store: Store, seq: number, ts = '2026-01-01T01:00:00.000Z'): Promise<AuditCheckpoint> {
  const row = await store.audit.findRow(seq);
  const checkpoint = { seq, hash: row?.hash ?? '', ts, signature: 'genuine', keyId: 'k' };
  await store.transaction(({ audit }) => audit.addCheckpoint(checkpoint));
  return checkpoint;
}

const isGenuine = ({ signature }: AuditCheckpoint): boolean => signature === 'genuine';

describeDatabases('audit log', (makeDatabase) => {
  it('chains rows and lists them, newest first, by project, action and actor', async () => {
    await using store = await openStore(await makeDatabase(), () => new Date(0));
    const entries = [
      makeEntry(1),
      makeEntry(2, { project: 'shop', action: 'scan.start' }),
      makeEntry(3, { project: 'bank', actor: { id: null, kind: 'unknown', name: null }, target: null }),
    ];
    await store.transaction(async ({ audit }) => {
      for (const entry of entries) await audit.append(entry);
    });
    const all = await store.audit.list({ limit: 10, projects: null });
    expect(all.map(({ seq }) => seq)).toEqual([3, 2, 1]);
    const { hash, ...last } = all[0] ?? { hash: '' };
    expect(last).toEqual({ ...entries[2], seq: 3, details: { n: 3, text: 'ü "quoted" \uFFFD' } });
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    const seqs = async (filter: Partial<Parameters<typeof store.audit.list>[0]>) =>
      (await store.audit.list({ limit: 10, projects: null, ...filter })).map(({ seq }) => seq);
    expect(await seqs({ before: 3 })).toEqual([2, 1]);
    expect(await seqs({ limit: 1 })).toEqual([3]);
    expect(await seqs({ projects: ['shop'] })).toEqual([2]);
    expect(await seqs({ projects: [] })).toEqual([]);
    expect(await seqs({ action: 'scan.start' })).toEqual([2]);
    expect(await seqs({ actor: 'env' })).toEqual([2, 1]);
    const rows = await store.audit.listRows(1, 10);
    expect(rows.map(({ hash: own, ...row }) => hashAuditRow(row) === own)).toEqual([true, true]);
    expect(rows[0]?.prev_hash).toBe((await store.audit.findRow(1))?.hash);
  });

  it('counts without gaps when many append at once, also after one that is rolled back', async () => {
    await using store = await openStore(await makeDatabase(), () => new Date(0));
    const appends = Array.from({ length: 20 }, (_, n) =>
      store.transaction(async ({ audit }) => {
        await audit.append(makeEntry(n));
        if (n % 4 === 3) throw new Error('rolled back');
      }),
    );
    await Promise.allSettled(appends);
    expect(await verifyAuditLog(store.audit, { isGenuine })).toEqual({
      rows: 15,
      checkpoints: 0,
      firstSeq: 1,
      lastSeq: 15,
      defect: null,
    });
  });

  it.each<readonly [string, (db: Kysely<Database>) => Promise<unknown>]>([
    ['change a row', (db) => sql`update audit_log set action = 'x' where seq = 2`.execute(db)],
    ['remove a row', (db) => sql`delete from audit_log where seq = 3`.execute(db)],
    ['remove all rows', (db) => sql`delete from audit_log`.execute(db)],
    ['remove a checkpoint', (db) => sql`delete from audit_checkpoints`.execute(db)],
    ['change a checkpoint', (db) => sql`update audit_checkpoints set hash = 'x', dropped_at = 'x'`.execute(db)],
    ['unmark a checkpoint', (db) => sql`update audit_checkpoints set dropped_at = null`.execute(db)],
  ])('lets nobody %s', async (_, change) => {
    const location = await makeDatabase();
    await using store = await openWithRows(location, 3);
    await makeCheckpoint(store, 2);
    await expect(tamper(location, change)).rejects.toThrow('the audit log is append-only');
    expect((await verifyAuditLog(store.audit, { isGenuine })).defect).toBeNull();
  });

  it.each<readonly [string, string, (db: Kysely<Database>) => Promise<unknown>, { seq: number; problem: string }]>([
    [
      'a changed row',
      'changed',
      (db) => sql`update audit_log set actor_id = 'somebody else' where seq = 4`.execute(db),
      { seq: 4, problem: 'changed: its hash is not that of its content' },
    ],
    [
      'a removed row',
      'removed',
      (db) => sql`delete from audit_log where seq = 3`.execute(db),
      { seq: 3, problem: 'missing' },
    ],
    [
      'a removed first row',
      'first',
      (db) => sql`delete from audit_log where seq = 1`.execute(db),
      { seq: 1, problem: 'missing' },
    ],
    [
      'two rows in exchanged places',
      'exchanged',
      async (db) => {
        await sql`update audit_log set seq = 100 where seq = 2`.execute(db);
        await sql`update audit_log set seq = 2 where seq = 5`.execute(db);
        await sql`update audit_log set seq = 5 where seq = 100`.execute(db);
      },
      { seq: 2, problem: 'changed: its hash is not that of its content' },
    ],
    [
      'a cut end, by a checkpoint in the database',
      'cut',
      (db) => sql`delete from audit_log where seq > 4`.execute(db),
      { seq: 5, problem: 'missing: the log was cut off; a checkpoint names row 6' },
    ],
    [
      'an emptied log',
      'emptied',
      (db) => sql`delete from audit_log`.execute(db),
      { seq: 1, problem: 'missing: the log was cut off; a checkpoint names row 6' },
    ],
  ])('shows %s', async (_, _short, change, defect) => {
    const location = await makeDatabase();
    await using store = await openWithRows(location, 6);
    await makeCheckpoint(store, 6);
    await tamper(location, async (db) => {
      await dropGuards(db, location);
      await change(db);
    });
    expect((await verifyAuditLog(store.audit, { isGenuine })).defect).toEqual(defect);
  });

  it('shows a chain that was written anew from one row on, by a checkpoint', async () => {
    const location = await makeDatabase();
    await using store = await openWithRows(location, 5);
    await makeCheckpoint(store, 4);
    await tamper(location, async (db) => {
      await dropGuards(db, location);
      let previous = (await store.audit.findRow(2))?.hash ?? '';
      for (const { hash: _, ...row } of await store.audit.listRows(2, 10)) {
        const forged = { ...row, prev_hash: previous, actor_id: 'somebody else' };
        previous = hashAuditRow(forged);
        await db
          .updateTable('audit_log')
          .set({ ...forged, hash: previous })
          .where('seq', '=', row.seq)
          .execute();
      }
    });
    expect(await verifyAuditLog(store.audit, { isGenuine })).toMatchObject({
      rows: 3,
      defect: { seq: 4, problem: 'rewritten: a checkpoint names another hash' },
    });
    expect((await verifyAuditLog(store.audit, { isGenuine, to: 3 })).defect).toBeNull();
  });

  it('shows an end that was cut off together with its checkpoint, by one in a second place', async () => {
    const location = await makeDatabase();
    await using store = await openWithRows(location, 6);
    await makeCheckpoint(store, 2);
    const elsewhere = { ...(await makeCheckpoint(store, 6)) };
    await tamper(location, async (db) => {
      await dropGuards(db, location);
      await sql`delete from audit_log where seq > 3`.execute(db);
      const guard =
        location.kind === 'sqlite' ? 'audit_checkpoints_lose_no_rows' : 'loses_no_rows on audit_checkpoints';
      await sql.raw(`drop trigger ${guard}`).execute(db);
      await sql`delete from audit_checkpoints where seq = 6`.execute(db);
    });
    expect((await verifyAuditLog(store.audit, { isGenuine })).defect).toBeNull();
    expect((await verifyAuditLog(store.audit, { isGenuine, checkpoints: [elsewhere] })).defect).toEqual({
      seq: 4,
      problem: 'missing: the log was cut off; a checkpoint names row 6',
    });
    const forged = { ...elsewhere, signature: 'forged' };
    expect((await verifyAuditLog(store.audit, { isGenuine, checkpoints: [forged] })).defect).toEqual({
      seq: 6,
      problem: 'the signature of its checkpoint is not genuine',
    });
    const other = { ...elsewhere, seq: 2, hash: 'f'.repeat(64) };
    expect((await verifyAuditLog(store.audit, { isGenuine, checkpoints: [other] })).defect).toEqual({
      seq: 2,
      problem: 'rewritten: two checkpoints name different hashes',
    });
  });

  it('looks at a part of the log only', async () => {
    await using store = await openWithRows(await makeDatabase(), 6);
    expect(await verifyAuditLog(store.audit, { isGenuine, from: 3, to: 5 })).toEqual({
      rows: 3,
      checkpoints: 0,
      firstSeq: 3,
      lastSeq: 5,
      defect: null,
    });
  });

  it('drops whole checkpointed segments and goes on from their checkpoint', async () => {
    const location = await makeDatabase();
    await using store = await openWithRows(location, 6);
    for (const seq of [2, 4, 6]) await makeCheckpoint(store, seq);
    const drop = (before: string) =>
      store.transaction(({ audit }) => audit.dropSegment(before, '2026-02-01T00:00:00.000Z'));
    expect(await drop('2026-01-01T00:00:02.000Z')).toBeNull();
    expect(await drop('2026-01-01T00:00:05.000Z')).toBe(4);
    const remove = () => store.transaction(({ audit }) => audit.removeDropped(3));
    expect(await remove()).toBe(3);
    // Stopped half-way: what is left of a dropped segment is no defect.
    expect((await verifyAuditLog(store.audit, { isGenuine })).defect).toBeNull();
    expect(await remove()).toBe(1);
    expect(await remove()).toBe(0);
    await expect(tamper(location, (db) => sql`delete from audit_log where seq = 5`.execute(db))).rejects.toThrow();
    // The last row stays, whatever its age, so that the count goes on.
    expect(await drop('2027-01-01T00:00:00.000Z')).toBeNull();
    await store.transaction(({ audit }) => audit.append(makeEntry(7)));
    expect(await verifyAuditLog(store.audit, { isGenuine })).toEqual({
      rows: 3,
      checkpoints: 1,
      firstSeq: 5,
      lastSeq: 7,
      defect: null,
    });
    expect((await store.audit.listCheckpoints(0, 10)).map(({ seq, droppedAt }) => [seq, droppedAt !== null])).toEqual([
      [2, false],
      [4, true],
      [6, false],
    ]);
    expect((await store.audit.findLastCheckpoint())?.seq).toBe(6);
  });

  it('keeps one checkpoint per row', async () => {
    await using store = await openWithRows(await makeDatabase(), 1);
    const checkpoint = await makeCheckpoint(store, 1);
    expect(await store.transaction(({ audit }) => audit.addCheckpoint(checkpoint))).toBe(false);
  });
});
