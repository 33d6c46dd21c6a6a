import { sql } from 'kysely';
import { isPostgres } from './column-types.ts';
import type { MigrationConnection } from './migration.ts';

/**
 * Counts of limits that all processes on one PostgreSQL database share. SQLite has one server process, which counts in its
 * memory. The tables are unlogged: what a crash of the database loses of them is worth no disk write.
 *
 * Times are milliseconds of the database's own clock, so that processes on several machines agree; a caller may name the
 * time instead, for tests.
 */
export async function createSharedLimits(db: MigrationConnection): Promise<void> {
  if (!isPostgres(db)) return;
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

/** Any constant; with the hash of a key it locks that key. */
const LOCK = 5_327_122;

const NOW = 'now_ms double precision := coalesce(at_ms, extract(epoch from clock_timestamp()) * 1000)';
const LOCK_KEY = `perform pg_advisory_xact_lock(${LOCK}, hashtext(of_key))`;

const STATEMENTS = [
  `create unlogged table limit_hits (
     key text not null, second bigint not null, hits integer not null, last_ms double precision not null,
     primary key (key, second))`,
  'create unlogged table limit_buckets (key text primary key, full_at double precision not null)',
  'create unlogged table limit_nonces (key text primary key, until double precision not null)',
  // The hits of one second leave together, with the last of them: never too many, never a longer wait than the window.
  `create function limit_hit(of_key text, at_most integer, window_ms double precision, at_ms double precision)
   returns double precision language plpgsql as $$
   declare ${NOW}; total bigint; oldest double precision;
   begin
     ${LOCK_KEY};
     delete from limit_hits where key = of_key and last_ms <= now_ms - window_ms;
     select coalesce(sum(hits), 0), min(last_ms) into total, oldest from limit_hits where key = of_key;
     if total >= at_most then return coalesce(oldest, now_ms) + window_ms - now_ms; end if;
     insert into limit_hits values (of_key, floor(now_ms / 1000), 1, now_ms)
       on conflict (key, second) do update set hits = limit_hits.hits + 1, last_ms = excluded.last_ms;
     return 0;
   end $$`,
  `create function limit_undo(of_key text) returns void language plpgsql as $$
   declare newest bigint;
   begin
     ${LOCK_KEY};
     select max(second) into newest from limit_hits where key = of_key;
     update limit_hits set hits = hits - 1 where key = of_key and second = newest;
     delete from limit_hits where key = of_key and hits <= 0;
   end $$`,
  // A token bucket kept as the one moment at which it will be full again, as takeToken of the server does it.
  `create function limit_take(
     of_key text, capacity double precision, interval_ms double precision, at_ms double precision,
     out allowed boolean, out missing_ms double precision)
   language plpgsql as $$
   declare ${NOW}; full_then double precision;
   begin
     ${LOCK_KEY};
     select greatest(full_at, now_ms) into full_then from limit_buckets where key = of_key;
     full_then := coalesce(full_then, now_ms);
     allowed := full_then + interval_ms - now_ms <= capacity * interval_ms;
     if allowed then
       full_then := full_then + interval_ms;
       insert into limit_buckets values (of_key, full_then) on conflict (key) do update set full_at = excluded.full_at;
     end if;
     missing_ms := full_then - now_ms;
   end $$`,
  `create function limit_once(of_key text, ttl_ms double precision, at_ms double precision)
   returns boolean language plpgsql as $$
   declare ${NOW};
   begin
     insert into limit_nonces values (of_key, now_ms + ttl_ms)
       on conflict (key) do update set until = excluded.until where limit_nonces.until <= now_ms;
     return found;
   end $$`,
  `create function limit_sweep(idle_ms double precision) returns void language plpgsql as $$
   declare now_ms double precision := extract(epoch from clock_timestamp()) * 1000;
   begin
     delete from limit_hits where last_ms < now_ms - idle_ms;
     delete from limit_buckets where full_at < now_ms;
     delete from limit_nonces where until < now_ms;
   end $$`,
];
