import type { RawBuilder } from 'kysely';
import { sql } from 'kysely';

/** Condition that a row's project is among those of the caller; null lets all pass, an empty list none. */
export function inProjects(column: string, projects: readonly string[] | null): RawBuilder<boolean> {
  if (projects === null) return sql<boolean>`1 = 1`;
  if (projects.length === 0) return sql<boolean>`1 = 0`;
  return sql<boolean>`${sql.ref(column)} in (${sql.join(projects)})`;
}
