import { TriageStatus } from '@securescan/model';
import type { Selectable } from 'kysely';
import { toFreeInstant } from '../free-instant.ts';
import { clean, cleanOrNull } from '../json-text.ts';
import { inProjects } from '../project-filter.ts';
import type {
  Connections,
  FindingCommentTable,
  FindingStateEventTable,
  FindingStateTable,
  StoreDatabase,
} from '../schema.ts';
import type { StoredComment, StoredVerdict, StoredVerdictChange, TriageRepository } from './contract.ts';

export function createTriageRepository({ read, write }: Connections): TriageRepository {
  return {
    async find(fingerprint) {
      const row = await read
        .selectFrom('finding_states')
        .selectAll()
        .where('fingerprint', '=', fingerprint)
        .executeTakeFirst();
      return row && toVerdict(row);
    },

    async set(verdicts) {
      if (verdicts.length === 0) return;
      const earlier = await readStatuses(write, verdicts);
      await write
        .insertInto('finding_states')
        .values(verdicts.map(toVerdictRow))
        .onConflict((conflict) =>
          conflict.column('fingerprint').doUpdateSet((expression) => ({
            status: expression.ref('excluded.status'),
            note: expression.ref('excluded.note'),
            updated_at: expression.ref('excluded.updated_at'),
            updated_by: expression.ref('excluded.updated_by'),
            principal: expression.ref('excluded.principal'),
            expires_at: expression.ref('excluded.expires_at'),
          })),
        )
        .execute();
      await write
        .insertInto('finding_state_events')
        .values(
          verdicts.map((verdict) => ({
            fingerprint: verdict.fingerprint,
            from_status: earlier.get(verdict.fingerprint) ?? null,
            status: verdict.status,
            note: cleanOrNull(verdict.note),
            at: verdict.updatedAt,
            updated_by: cleanOrNull(verdict.updatedBy),
            principal: verdict.principal,
          })),
        )
        .execute();
    },

    async history(fingerprint) {
      const rows = await read
        .selectFrom('finding_state_events')
        .selectAll()
        .where('fingerprint', '=', fingerprint)
        .orderBy('seq')
        .execute();
      return rows.map(toChange);
    },

    async addComment(comment) {
      const newest = await write
        .selectFrom('finding_comments')
        .select((build) => build.fn.max('created_at').as('at'))
        .where('fingerprint', '=', comment.fingerprint)
        .executeTakeFirst();
      const createdAt = toFreeInstant(newest?.at ?? undefined, comment.createdAt);
      await write
        .insertInto('finding_comments')
        .values({
          id: comment.id,
          fingerprint: comment.fingerprint,
          text: clean(comment.text),
          author: cleanOrNull(comment.author),
          principal: comment.principal,
          created_at: createdAt,
        })
        .execute();
      return { ...comment, createdAt };
    },

    async comments(fingerprint) {
      const rows = await read
        .selectFrom('finding_comments')
        .selectAll()
        .where('fingerprint', '=', fingerprint)
        .orderBy('created_at')
        .orderBy('id')
        .execute();
      return rows.map(toComment);
    },

    async removeComment(fingerprint, id) {
      const { numDeletedRows } = await write
        .deleteFrom('finding_comments')
        .where('id', '=', id)
        .where('fingerprint', '=', fingerprint)
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },

    async findForeign(fingerprints, projects) {
      if (fingerprints.length === 0) return [];
      const rows = await read
        .selectFrom('findings as f')
        .innerJoin('scans as s', 's.id', 'f.scan_id')
        .select('f.fingerprint')
        .distinct()
        .where('f.fingerprint', 'in', fingerprints)
        .where('s.hidden', '=', 0)
        .where(inProjects('s.project', projects))
        .execute();
      const known = new Set(rows.map(({ fingerprint }) => fingerprint));
      return fingerprints.filter((fingerprint) => !known.has(fingerprint));
    },
  };
}

async function readStatuses(
  db: StoreDatabase,
  verdicts: readonly StoredVerdict[],
): Promise<ReadonlyMap<string, string>> {
  const fingerprints = verdicts.map(({ fingerprint }) => fingerprint);
  const rows = await db
    .selectFrom('finding_states')
    .select(['fingerprint', 'status'])
    .where('fingerprint', 'in', fingerprints)
    .execute();
  return new Map(rows.map(({ fingerprint, status }) => [fingerprint, status]));
}

function toVerdictRow(verdict: StoredVerdict) {
  return {
    fingerprint: verdict.fingerprint,
    status: verdict.status,
    note: cleanOrNull(verdict.note),
    updated_at: verdict.updatedAt,
    updated_by: cleanOrNull(verdict.updatedBy),
    principal: verdict.principal,
    expires_at: verdict.expiresAt,
  };
}

function toVerdict(row: Selectable<FindingStateTable>): StoredVerdict {
  return {
    fingerprint: row.fingerprint,
    status: TriageStatus.parse(row.status),
    note: row.note,
    updatedAt: row.updated_at,
    updatedBy: row.updated_by,
    principal: row.principal,
    expiresAt: row.expires_at,
  };
}

function toChange(row: Selectable<FindingStateEventTable>): StoredVerdictChange {
  return {
    seq: row.seq,
    fingerprint: row.fingerprint,
    from: row.from_status === null ? null : TriageStatus.parse(row.from_status),
    to: TriageStatus.parse(row.status),
    note: row.note,
    at: row.at,
    updatedBy: row.updated_by,
    principal: row.principal,
  };
}

function toComment(row: Selectable<FindingCommentTable>): StoredComment {
  return {
    id: row.id,
    fingerprint: row.fingerprint,
    text: row.text,
    author: row.author,
    principal: row.principal,
    createdAt: row.created_at,
  };
}
