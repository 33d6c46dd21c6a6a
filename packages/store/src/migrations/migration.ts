import type { QueryExecutorProvider } from 'kysely';
import type { StoreDatabase } from '../schema.ts';

/** What a migration may use: the schema builder and raw SQL, not the current table types, which describe a later schema. */
export type MigrationConnection = Pick<StoreDatabase, 'schema'> & QueryExecutorProvider;

/**
 * One forward step of the schema. Migrations are append-only: a released one is never edited. `up` runs inside the
 * transaction that records it, so a step is there whole or not at all.
 */
export interface Migration {
  /** Sorts as it applies: `0001-scans`. */
  readonly id: string;
  up(db: MigrationConnection): Promise<void>;
}
