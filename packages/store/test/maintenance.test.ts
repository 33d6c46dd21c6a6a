import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeDatabases } from '@securescan/testkit/databases';
import { makeFinding, makeScanResult } from '@securescan/testkit/scan-results';
import { afterEach, beforeEach, expect, it, onTestFinished } from 'vitest';
import { backupSqlite, inspectDatabase, migrations, openStore, verifyAuditLog } from '../src/index.ts';

const now = (): Date => new Date('2026-01-02T03:04:05Z');

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'securescan-maintenance-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

it('copies a database while another process writes to it, as it was at one moment', async () => {
  const path = join(directory, 'scans.db');
  const writer = spawn(process.execPath, [join(import.meta.dirname, 'write-forever.ts'), path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void writer.kill('SIGKILL'));
  await once(writer.stdout, 'data');
  const copies: number[] = [];
  for (let round = 1; round <= 5; round += 1) {
    const file = join(directory, `backup-${round}.db`);
    const { bytes } = await backupSqlite(path, file);
    expect(bytes).toBe(statSync(file).size);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(existsSync(`${file}-wal`)).toBe(false);
    await using copy = await openStore({ kind: 'sqlite', path: file }, now);
    const { rows, defect } = await verifyAuditLog(copy.audit, { isGenuine: () => true });
    expect(defect).toBeNull();
    copies.push(rows);
  }
  expect(writer.exitCode).toBeNull();
  expect(copies.every((rows, index) => rows > (copies[index - 1] ?? 0))).toBe(true);
});

it('is restored by putting the copy in the place of the database', async () => {
  const path = join(directory, 'scans.db');
  const file = join(directory, 'backup.db');
  {
    await using store = await openStore({ kind: 'sqlite', path }, now);
    await store.saveScan(makeScanResult([makeFinding()]), 'cli');
    await backupSqlite(path, file);
  }
  writeFileSync(path, 'destroyed');
  for (const suffix of ['-wal', '-shm']) await rm(`${path}${suffix}`, { force: true });
  copyFileSync(file, path);
  await using store = await openStore({ kind: 'sqlite', path }, now);
  expect(await store.listFindings('scan-1')).toHaveLength(1);
});

it('overwrites nothing and leaves nothing half-made', async () => {
  const path = join(directory, 'scans.db');
  const file = join(directory, 'backup.db');
  await expect(backupSqlite(path, file)).rejects.toThrow(/there is no database at/);
  expect(existsSync(path)).toBe(false);
  writeFileSync(file, 'precious');
  await (await openStore({ kind: 'sqlite', path }, now)).close();
  await expect(backupSqlite(path, file)).rejects.toMatchObject({ code: 'E_OUTPUT_PATH' });
  expect(readFileSync(file, 'utf8')).toBe('precious');
  await expect(backupSqlite(path, join(directory, 'missing', 'b.db'))).rejects.toMatchObject({ code: 'E_STORE' });
});

it('refuses to call a copy of a damaged database a backup', async () => {
  const path = join(directory, 'scans.db');
  {
    await using store = await openStore({ kind: 'sqlite', path }, now);
    for (let n = 0; n < 20; n += 1) await store.saveScan(makeScanResult([makeFinding()], { scanId: `s${n}` }), 'cli');
  }
  const bytes = readFileSync(path);
  bytes.fill(0xff, 4096 * 3, 4096 * 4);
  writeFileSync(path, bytes);
  const file = join(directory, 'backup.db');
  await expect(backupSqlite(path, file)).rejects.toMatchObject({ code: 'E_STORE' });
  expect([existsSync(file), existsSync(`${file}.part`)]).toEqual([false, false]);
  const facts = await inspectDatabase({ kind: 'sqlite', path }, now).catch((error: unknown) => error);
  expect(facts).toSatisfy(
    (found: { problems?: readonly string[]; code?: string }) =>
      found.code === 'E_STORE' || (found.problems?.length ?? 0) > 0,
  );
});

describeDatabases('what a database says of itself', (makeDatabase) => {
  it('is told without changing it', async () => {
    const location = await makeDatabase();
    const before = await inspectDatabase(location, () => new Date()).catch(() => null);
    if (location.kind === 'sqlite') expect(before).toBeNull();
    else expect(before).toMatchObject({ appliedMigrations: [], missingMigrations: migrations.map(({ id }) => id) });
    await (await openStore(location, now)).close();
    const facts = await inspectDatabase(location, () => new Date());
    expect(facts).toMatchObject({ kind: location.kind, problems: [], missingMigrations: [] });
    expect(facts.bytes).toBeGreaterThan(0);
    expect(Math.abs(facts.clockAheadMs)).toBeLessThan(1000);
    if (location.kind === 'sqlite') expect(facts.file?.mode).toBe(0o600);
    else expect(facts.server).toMatchObject({ isEncrypted: false, mayChangeTables: true });
  });
});

it('tells that others can read the file', async () => {
  const path = join(directory, 'scans.db');
  await (await openStore({ kind: 'sqlite', path }, now)).close();
  chmodSync(path, 0o644);
  expect((await inspectDatabase({ kind: 'sqlite', path }, now)).file?.mode).toBe(0o644);
});

it('is one file again once the last process has closed it', async () => {
  const path = join(directory, 'scans.db');
  const store = await openStore({ kind: 'sqlite', path }, now);
  await store.saveScan(makeScanResult([makeFinding()]), 'cli');
  expect(existsSync(`${path}-wal`)).toBe(true);
  await store.close();
  expect(existsSync(`${path}-wal`)).toBe(false);
});
