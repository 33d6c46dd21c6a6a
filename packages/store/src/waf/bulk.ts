import type { RawBuilder } from 'kysely';
import { CompiledQuery, sql } from 'kysely';
import { isPostgres } from '../migrations/column-types.ts';
import type { StoreDatabase } from '../schema.ts';

/** Rows of one statement of SQLite, which is prepared once per number: so there are few of them. */
const ROWS = [50, 10, 1] as const;

type Value = string | number | null;
type BulkRow = readonly Value[];

/**
 * Makes an insert of many rows. It is written by hand: over thousands of values the query builder takes longer than the database.
 * @param columns - names with their types, in the order of the values
 * @param end - what follows the values: `on conflict …`
 */
export function createBulkInsert(
  table: string,
  columns: readonly (readonly [name: string, type: 'text' | 'integer' | 'bigint'])[],
  end = '',
): (db: StoreDatabase, rows: readonly BulkRow[]) => Promise<void> {
  const names = columns.map(([name]) => name).join(', ');
  const statements = ROWS.map((count) => {
    const row = `(${columns.map(() => '?').join(', ')})`;
    const values = Array.from({ length: count }, () => row).join(', ');
    return { count, text: `insert into ${table} (${names}) values ${values} ${end}` };
  });
  const head = sql.raw(`insert into ${table} (${names}) select * from json_to_recordset(`);
  const types = columns.map(([, type], place) => `c${place} ${type}`);
  const tail = sql.raw(`::json) as row (${types.join(', ')}) ${end}`);
  return async (db, rows) => {
    if (rows.length === 0) return;
    // One parameter for all: thousands of them take the driver and the server longer than the rows.
    if (isPostgres(db)) {
      await sql`${head}${JSON.stringify(rows.map(toRecord))}${tail}`.execute(db);
      return;
    }
    let start = 0;
    for (const { count, text } of statements)
      for (; rows.length - start >= count; start += count)
        await db.executeQuery(CompiledQuery.raw(text, rows.slice(start, start + count).flat()));
  };
}

function toRecord(row: BulkRow): Readonly<Record<string, Value>> {
  const record: Record<string, Value> = {};
  for (const [place, value] of row.entries()) record[`c${place}`] = value;
  return record;
}

/** The values as what `in` looks into, as one parameter: a list may be longer than a statement may have parameters. */
export function inList<Item extends Value>(db: StoreDatabase, values: readonly Item[]): RawBuilder<Item> {
  const list = JSON.stringify(values);
  if (!isPostgres(db)) return sql<Item>`(select value from json_each(${list}))`;
  return typeof values[0] === 'number'
    ? sql<Item>`(select value::integer from json_array_elements_text(${list}::json) as value)`
    : sql<Item>`(select value from json_array_elements_text(${list}::json) as value)`;
}
