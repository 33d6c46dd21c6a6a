import type { CreateTableBuilder } from 'kysely';
import type { MigrationConnection } from './migration.ts';

/** Whether the database is PostgreSQL; SQLite has one writer and says so. */
export function isPostgres(db: MigrationConnection): boolean {
  return db.getExecutor().adapter.supportsMultipleConnections === true;
}

/** A primary key that the database counts up and never uses twice; the two databases spell it differently. */
export function sequence<Table extends string, Column extends string>(
  db: MigrationConnection,
  table: CreateTableBuilder<Table>,
  name: Column,
): CreateTableBuilder<Table, Column> {
  return isPostgres(db)
    ? table.addColumn(name, 'integer', (column) => column.generatedAlwaysAsIdentity().primaryKey())
    : table.addColumn(name, 'integer', (column) => column.autoIncrement().primaryKey());
}
