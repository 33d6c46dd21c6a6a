import { resolve } from 'node:path';
import { createClock } from '@securescan/host';
import { SecureScanError } from '@securescan/model';
import type { DatabaseFacts } from '@securescan/store';
import { backupSqlite, inspectDatabase } from '@securescan/store';
import type { ParsedArguments } from '../command/parsed-arguments.ts';
import { EXIT } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { tell } from '../io/io.ts';
import type { Io } from '../io/io.ts';
import { parseChoice } from './choices.ts';
import { openExistingStore, readServerLocation, toCliAuditEntry } from './server-database.ts';

/** Copies the database; that it was copied is a row of the audit log, by which `doctor` knows when it was. */
export async function runBackup(args: ParsedArguments, io: Io): Promise<ExitCode> {
  const [word = ''] = args.positionals;
  const file = resolve(io.cwd, word);
  const location = await readServerLocation(io);
  if (location.kind === 'postgres') {
    throw new SecureScanError(
      'E_ARGUMENT',
      `PostgreSQL has its own tool: pg_dump --format=custom --file=${JSON.stringify(word)} "$DATABASE_URL"`,
    );
  }
  const { bytes } = await backupSqlite(location.path, file);
  await tell(io, `${location.path} is backed up, ${bytes} bytes, sound`);
  await using store = await openExistingStore(io);
  await store.transaction(({ audit }) =>
    audit.append(toCliAuditEntry(io, { action: 'db.backup', details: { file, bytes } })),
  );
  await io.stdout.write(`${file}\n`);
  return EXIT.ok;
}

/** Looks for damage, without changing anything. */
export async function runCheck(args: ParsedArguments, io: Io): Promise<ExitCode> {
  const format = parseChoice('--output', args.find('output') ?? 'text', ['text', 'json']);
  const location = await readServerLocation(io);
  const clock = createClock();
  const facts = await inspectDatabase(location, () => clock.now());
  await io.stdout.write(format === 'json' ? renderJson(facts) : renderText(facts));
  return facts.problems.length === 0 ? EXIT.ok : EXIT.gate;
}

function renderText({ kind, problems, bytes, missingMigrations, server }: DatabaseFacts): string {
  const what = kind === 'sqlite' ? 'SQLite' : `PostgreSQL ${server?.version ?? ''}`;
  const schema =
    missingMigrations.length === 0
      ? 'the schema is up to date'
      : `schema steps still to come at the next start: ${missingMigrations.join(', ')}`;
  const damage = problems.length === 0 ? ['no damage found'] : problems;
  return `${[`${what}, ${bytes} bytes`, schema, ...damage].join('\n')}\n`;
}

function renderJson({ kind, problems, bytes, appliedMigrations, missingMigrations }: DatabaseFacts): string {
  const report = {
    ok: problems.length === 0,
    kind,
    bytes,
    problems,
    applied_migrations: appliedMigrations,
    missing_migrations: missingMigrations,
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}
