import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import type { PostgresServer } from './postgres.ts';
import { startPostgres } from './postgres.ts';

/** Where a fresh, empty database is; the shape of `StoreLocation`. */
export type TestLocation =
  { readonly kind: 'sqlite'; readonly path: string } | { readonly kind: 'postgres'; readonly url: string };

/**
 * Runs a suite once on SQLite and once on a real PostgreSQL server. `makeDatabase` gives a new, empty database at each call.
 * `SECURESCAN_TEST_DATABASES=sqlite` narrows the list.
 */
export function describeDatabases(name: string, suite: (makeDatabase: () => Promise<TestLocation>) => void): void {
  const wanted = (process.env['SECURESCAN_TEST_DATABASES'] ?? 'sqlite,postgres').split(',');

  describe.runIf(wanted.includes('sqlite'))(`${name} on SQLite`, () => {
    let directory = '';
    let count = 0;
    beforeAll(async () => {
      directory = await mkdtemp(join(tmpdir(), 'securescan-sqlite-'));
    });
    afterAll(() => rm(directory, { recursive: true, force: true }));
    suite(() => Promise.resolve({ kind: 'sqlite', path: join(directory, `${(count += 1)}.db`) }));
  });

  describe.runIf(wanted.includes('postgres'))(`${name} on PostgreSQL`, () => {
    let server: PostgresServer;
    let count = 0;
    beforeAll(async () => {
      server = await startPostgres();
    });
    afterAll(() => server.stop());
    suite(async () => ({ kind: 'postgres', url: await server.createDatabase(`test_${(count += 1)}`) }));
  });
}
