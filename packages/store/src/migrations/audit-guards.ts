import { sql } from 'kysely';
import { isPostgres } from './column-types.ts';
import type { MigrationConnection } from './migration.ts';

/** Rows that retention may remove: those up to a checkpoint that is marked as dropped. */
const DROPPED = '(select coalesce(max(seq), 0) from audit_checkpoints where dropped_at is not null)';

/** A checkpoint stays as it is, but for being marked once. */
const CHECKPOINT_CHANGED =
  'old.dropped_at is not null or new.dropped_at is null or new.seq <> old.seq or new.hash <> old.hash or ' +
  'new.ts <> old.ts or new.signature <> old.signature or new.key_id <> old.key_id';

const REFUSAL = 'the audit log is append-only';

/**
 * Refuses to change or remove rows of the audit log, whatever program asks. Who may drop triggers can still do it; the chain
 * and its checkpoints then show it.
 */
export async function guardAuditLog(db: MigrationConnection): Promise<void> {
  const statements = isPostgres(db) ? postgresGuards() : sqliteGuards();
  for (const statement of statements) await sql.raw(statement).execute(db);
}

function sqliteGuards(): readonly string[] {
  const guard = (name: string, event: string, condition: string): string =>
    `create trigger ${name} before ${event} ${condition} begin select raise(abort, '${REFUSAL}'); end`;
  return [
    guard('audit_log_keeps_rows', 'update on audit_log', ''),
    guard('audit_log_loses_no_rows', 'delete on audit_log', `when old.seq > ${DROPPED}`),
    // "insert or replace" deletes without asking the trigger for deletions.
    guard(
      'audit_log_replaces_no_rows',
      'insert on audit_log',
      'when exists (select 1 from audit_log where seq = new.seq)',
    ),
    guard('audit_checkpoints_keep_rows', 'update on audit_checkpoints', `when ${CHECKPOINT_CHANGED}`),
    guard('audit_checkpoints_lose_no_rows', 'delete on audit_checkpoints', ''),
    guard(
      'audit_checkpoints_replace_no_rows',
      'insert on audit_checkpoints',
      'when exists (select 1 from audit_checkpoints where seq = new.seq and (hash <> new.hash or signature <> new.signature))',
    ),
  ];
}

function postgresGuards(): readonly string[] {
  const raise = `raise exception '${REFUSAL}'`;
  return [
    `create function audit_refuse() returns trigger language plpgsql as $$ begin ${raise}; end $$`,
    `create function audit_log_guard() returns trigger language plpgsql as $$ begin
       if old.seq > ${DROPPED} then ${raise}; end if;
       return old;
     end $$`,
    `create function audit_checkpoint_guard() returns trigger language plpgsql as $$ begin
       if ${CHECKPOINT_CHANGED} then ${raise}; end if;
       return new;
     end $$`,
    'create trigger keeps_rows before update on audit_log for each row execute function audit_refuse()',
    'create trigger loses_no_rows before delete on audit_log for each row execute function audit_log_guard()',
    'create trigger is_not_emptied before truncate on audit_log execute function audit_refuse()',
    'create trigger keeps_rows before update on audit_checkpoints for each row execute function audit_checkpoint_guard()',
    'create trigger loses_no_rows before delete on audit_checkpoints for each row execute function audit_refuse()',
    'create trigger is_not_emptied before truncate on audit_checkpoints execute function audit_refuse()',
  ];
}
