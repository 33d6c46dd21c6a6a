import { rm, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { describeError, SecureScanError } from '@securescan/model';
import { sql } from 'kysely';
import { backupSqlite } from '../maintenance/backup.ts';
import type { Adoption } from '../migrations/migrate.ts';
import type { StoreDatabase } from '../schema.ts';
import { convertKeys, convertNotifications, convertSboms, convertTriage, convertWebhooks } from './convert-rest.ts';
import { convertScans } from './convert-scans.ts';
import { dropAside, putAside } from './recognise.ts';

/** The copy, the old tables beside the new ones, and the log of the transaction that makes these. */
const SPACE_FACTOR = 6;
const SPARE_BYTES = 16 * 1024 * 1024;

/** What was done to a database of SecureScan 0.x. */
export interface Conversion {
  /** The database as it was. */
  readonly copy: string;
  /** What people should know, a sentence each. */
  readonly sentences: readonly string[];
}

export interface AdoptOptions {
  readonly path: string;
  readonly now: () => Date;
  /** Told after the commit. */
  readonly onConversion?: (conversion: Conversion) => void | Promise<void>;
  /** Free bytes where the file is. */
  readonly readFreeBytes?: (directory: string) => Promise<number>;
}

/**
 * Turns a database of SecureScan 0.x into one of ours, in the transaction of the migrations that the caller has begun: a copy is kept
 * beside it, the old tables step aside, and when the new ones have been made, their rows move over.
 * @throws SecureScanError E_STORE when it is damaged, or the disk has no room; there is then no copy either
 */
export async function adoptOriginal(db: StoreDatabase, options: AdoptOptions): Promise<Adoption> {
  const { path, now } = options;
  let copy: string | undefined;
  const undo = async (error: unknown): Promise<Error> => {
    if (copy !== undefined) await rm(copy, { force: true });
    return new SecureScanError(
      'E_STORE',
      `cannot convert the database of SecureScan 0.x at ${path}; it is left as it was: ${describeError(error)}`,
      { cause: error },
    );
  };
  try {
    await requireSpace(path, options.readFreeBytes ?? readFreeBytes);
    const file = await findFreeName(`${path}.before-securescan-1`);
    // Nobody else can write: the transaction holds the lock.
    await backupSqlite(path, file);
    copy = file;
    await putAside(db);
  } catch (error) {
    throw await undo(error);
  }
  let conversion: Conversion | undefined;
  return {
    fill: async () => {
      conversion = { copy, sentences: await fill(db, copy, now().toISOString()) };
    },
    undo,
    committed: async () => {
      if (conversion) await options.onConversion?.(conversion);
    },
  };
}

async function fill(db: StoreDatabase, copy: string, now: string): Promise<readonly string[]> {
  for (const [table, column] of [
    ['original_findings', 'scan_id'],
    ['original_sbom_components', 'sbom_id'],
    ['original_webhook_deliveries', 'created_at'],
  ] as const) {
    await db.schema.createIndex(`${table}_by_${column}`).on(table).column(column).execute();
  }
  const { scans, findings, interrupted, derived } = await convertScans(db, now);
  await convertTriage(db);
  await convertKeys(db);
  const deliveries = await convertWebhooks(db, now);
  await convertNotifications(db);
  const components = await convertSboms(db);
  const left = [
    [(await countRows(db, 'original_findings')) - findings, 'findings of scans that are gone'],
    [deliveries, 'deliveries of webhooks that are gone'],
    [components, 'components of bills of materials that are gone'],
  ] as const;
  await dropAside(db);
  return [
    `the database of SecureScan 0.x is converted (${scans} scans, ${findings} findings); as it was, it is kept in ${copy}`,
    ...(interrupted > 0 ? [`${interrupted} scans had not ended and are failed now`] : []),
    ...(derived > 0 ? [`${derived} findings had no fingerprint; theirs is made without the source line`] : []),
    ...left.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what} are in the copy only`),
  ];
}

async function countRows(db: StoreDatabase, table: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from ${sql.table(table)}`.execute(db);
  return rows[0]?.count ?? 0;
}

async function requireSpace(path: string, free: (directory: string) => Promise<number>): Promise<void> {
  const { size } = await stat(path);
  const log = await stat(`${path}-wal`).then(
    (found) => found.size,
    () => 0,
  );
  const needed = (size + log) * SPACE_FACTOR + SPARE_BYTES;
  const left = await free(dirname(path));
  if (left >= needed) return;
  throw new SecureScanError('E_STORE', `it takes ${toMiB(needed)} MiB for a while, and ${toMiB(left)} MiB are free`);
}

async function readFreeBytes(directory: string): Promise<number> {
  const { bavail, bsize } = await statfs(directory);
  return bavail * bsize;
}

function toMiB(bytes: number): number {
  return Math.ceil(bytes / 1024 / 1024);
}

/** An earlier copy is never overwritten. */
async function findFreeName(name: string): Promise<string> {
  for (let number = 1; ; number += 1) {
    const file = number === 1 ? name : `${name}.${number}`;
    const isFree = await stat(file).then(
      () => false,
      () => true,
    );
    if (isFree) return file;
  }
}
