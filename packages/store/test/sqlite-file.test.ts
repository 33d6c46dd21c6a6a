import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeFinding, makeScanResult } from '@securescan/testkit/scan-results';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openStore, parseStoreLocation } from '../src/index.ts';

const now = (): Date => new Date('2026-01-02T03:04:05Z');

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'securescan-store-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

it('makes the directory and the file for their owner only', async () => {
  const path = join(directory, 'new', 'scans.db');
  await using store = await openStore({ kind: 'sqlite', path }, now);
  await store.saveScan(makeScanResult([makeFinding()]), 'cli');
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect((await stat(join(directory, 'new'))).mode & 0o777).toBe(0o700);
});

it('leaves a file that is no database as it is', async () => {
  const path = join(directory, 'scans.db');
  const text = 'this is a letter, not a database. '.repeat(50);
  await writeFile(path, text);
  await expect(openStore({ kind: 'sqlite', path }, now)).rejects.toThrow(
    /cannot open the database .*scans\.db: file is not a database/,
  );
  expect(await readFile(path, 'utf8')).toBe(text);
});

it('is found by the documented variables, then under the home directory', () => {
  const home = '/home/a';
  expect(parseStoreLocation({}, home)).toEqual({ kind: 'sqlite', path: '/home/a/.securescan/scans.db' });
  expect(parseStoreLocation({ SECURESCAN_DATABASE_PATH: '/x' }, home)).toEqual({ kind: 'sqlite', path: '/x' });
  expect(parseStoreLocation({ SECURESCAN_DATABASE_PATH: '/x', SECURESCAN_DB_PATH: '/y' }, home)).toEqual({
    kind: 'sqlite',
    path: '/y',
  });
  expect(parseStoreLocation({ DATABASE_URL: 'postgresql+asyncpg://h/d' }, home)).toEqual({
    kind: 'postgres',
    url: 'postgresql+asyncpg://h/d',
  });
  expect(() => parseStoreLocation({ DATABASE_URL: 'mysql://h/d' }, home)).toThrow(/must start with postgres/);
});
