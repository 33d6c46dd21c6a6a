import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { makeOriginal, originalKey } from '@securescan/testkit/original-database';
import { originalRows } from '@securescan/testkit/original-rows';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { COMMAND, ensureBuilt } from '../build-command.ts';
import { call, startServerProcess } from './server-process.ts';

const WRITERS = 4;

let directory = '';
beforeAll(() => ensureBuilt());
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'securescan-database-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const env = () => ({ PATH: '/usr/bin:/bin', HOME: directory });
const start = (path: string) => startServerProcess({ database: { kind: 'sqlite', path }, env: env() });

/** Runs a command on a database. @throws when it ends with another code than 0 */
const run = (path: string, ...args: readonly string[]) =>
  promisify(execFile)(process.execPath, [COMMAND, ...args], { env: { ...env(), TZ: 'UTC', SECURESCAN_DB_PATH: path } });

const fingerprintOf = (n: number): string => n.toString(16).padStart(64, '0');

it(
  'a copy made while the server writes is restored, and holds all that was acknowledged before',
  { timeout: 120_000 },
  async () => {
    const path = join(directory, 'scans.db');
    const copies = [1, 2, 3].map((n) => join(directory, `backup-${n}.db`));
    const before: number[] = [];
    let acknowledged = 0;
    {
      await using server = start(path);
      const url = await server.listening;
      let next = 0;
      const ending = new AbortController();
      const done = new Set<number>();
      const write = async (): Promise<void> => {
        while (!ending.signal.aborted) {
          const n = (next += 1);
          const note = `verdict ${n}`;
          const answer = await call(url, 'PATCH', `/api/v1/findings/${fingerprintOf(n)}/state`, {
            status: 'triaged',
            note,
          });
          expect(answer.status).toBe(200);
          done.add(n);
          // All up to here, whatever the other writers are at.
          while (done.has(acknowledged + 1)) acknowledged += 1;
        }
      };
      mkdirSync(join(directory, 'tree'));
      writeFileSync(join(directory, 'tree', 'Dockerfile'), 'FROM ubuntu:latest\n');
      const scan = await call(url, 'POST', '/api/v1/scans', {
        target_path: join(directory, 'tree'),
        scan_types: ['iac'],
      });
      expect(scan.status).toBe(200);
      const writers = Array.from({ length: WRITERS }, write);
      for (const copy of copies) {
        before.push(acknowledged);
        expect((await run(path, 'db', 'backup', copy)).stdout).toBe(`${copy}\n`);
      }
      ending.abort();
      await Promise.all(writers);
      expect((await server.stop()).code).toBe(0);
    }
    expect(before.at(-1)).toBeGreaterThan(0);

    for (const [index, copy] of copies.entries()) {
      const restored = join(directory, `restored-${index}`, 'scans.db');
      mkdirSync(join(directory, `restored-${index}`));
      copyFileSync(copy, restored);
      expect((await run(restored, 'db', 'check')).stdout).toMatch(/the schema is up to date\nno damage found/);
      await using server = start(restored);
      const url = await server.listening;
      expect((await call(url, 'GET', '/ready')).status).toBe(200);
      expect((await call(url, 'GET', '/api/v1/scans')).body).toHaveLength(1);
      for (let n = 1; n <= (before[index] ?? 0); n += 1) {
        const state = await call(url, 'GET', `/api/v1/findings/${fingerprintOf(n)}/state`);
        expect(state.body, `verdict ${n} in copy ${index}`).toMatchObject({ note: `verdict ${n}` });
      }
      expect((await call(url, 'PATCH', `/api/v1/findings/${fingerprintOf(1)}/state`, { status: 'fixed' })).status).toBe(
        200,
      );
    }
  },
);

it('a database of SecureScan 0.x is backed up, checked, and served', { timeout: 60_000 }, async () => {
  const path = join(directory, 'scans.db');
  makeOriginal(path, { rows: originalRows });
  await run(path, 'db', 'check');
  {
    await using server = start(path);
    const url = await server.listening;
    const answer = await fetch(`${url}/api/v1/scans`, { headers: { 'x-api-key': originalKey('AAAAAAAAAA').key } });
    expect(await answer.json()).toHaveLength(6);
    expect(server.output().stdout + server.output().stderr).toContain('the database of SecureScan 0.x is converted');
  }
  expect((await run(path, 'db', 'check')).stdout).toMatch(/the schema is up to date\nno damage found/);
  expect(readdirSync(directory)).toContain('scans.db.before-securescan-1');
});

it('a database of SecureScan 0.x is converted by a command too, which says so', async () => {
  const path = join(directory, 'scans.db');
  makeOriginal(path, { rows: originalRows });
  const { stdout, stderr } = await run(path, 'history');
  expect(stderr).toMatch(/^note: the database of SecureScan 0\.x is converted \(6 scans, 10 findings\)/);
  expect(stdout).toContain('/srv/shop');
});
