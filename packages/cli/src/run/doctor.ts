import { createClock } from '@securescan/host';
import { describeError } from '@securescan/model';
import { readServerConfig } from '@securescan/server/admin';
import type { ServerConfig } from '@securescan/server/admin';
import type { KeyCensus } from '@securescan/store';
import { inspectDatabase, openStore } from '@securescan/store';
import type { ParsedArguments } from '../command/parsed-arguments.ts';
import { EXIT } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { Io } from '../io/io.ts';
import { toVisible } from '../io/visible.ts';
import { toPlaces } from './audit-verify.ts';
import { parseChoice } from './choices.ts';
import { judgeAuditLog, judgeBackup, judgeDatabase } from './doctor-database.ts';
import { judgeContainer } from './doctor-machine.ts';
import type { Point } from './doctor-point.ts';
import { weak } from './doctor-point.ts';
import { judgeSettings } from './doctor-settings.ts';
import { tellConversion } from './tell-conversion.ts';

const NO_KEYS: KeyCensus = { any: false, usable: false, admin: false };

/** Checks the settings and the database of the server for weaknesses. */
export async function run(args: ParsedArguments, io: Io): Promise<ExitCode> {
  const format = parseChoice('--output', args.find('output') ?? 'text', ['text', 'json']);
  const host = args.find('host');
  const result = await readServerConfig({
    env: io.env.all,
    ...(host === undefined ? {} : { flags: { '--host': host } }),
  });
  const points = result.ok
    ? await examine(result.config, io)
    : result.problems.map(({ setting, source, message }) =>
        weak('settings', `${setting} (${source}): ${message}`, 'mend this first: the server does not start with it'),
      );
  await io.stdout.write(format === 'json' ? renderJson(points) : renderText(points));
  return points.every(({ status }) => status === 'ok') ? EXIT.ok : EXIT.gate;
}

async function examine(config: ServerConfig, io: Io): Promise<readonly Point[]> {
  const clock = createClock(io.env.get('SECURESCAN_FAKE_NOW'));
  const container = await judgeContainer(io);
  try {
    // Looked at first: opening it would bring its schema up to date.
    const facts = await inspectDatabase(config.database, () => createClock().now());
    await using store = await openStore(config.database, () => clock.now(), tellConversion(io));
    const census = await store.keys.census(clock.now().toISOString());
    return [
      ...(await judgeSettings(config, census, clock.now())),
      ...judgeDatabase(facts),
      await judgeAuditLog(store, toPlaces(config.database, io)),
      ...(await judgeBackup(store, clock.now())),
      ...container,
    ];
  } catch (error) {
    return [
      ...(await judgeSettings(config, NO_KEYS, clock.now())),
      weak(
        'database',
        describeError(error),
        'start the server once, or name the database with SECURESCAN_DB_PATH or DATABASE_URL',
      ),
      ...container,
    ];
  }
}

function renderText(points: readonly Point[]): string {
  const width = Math.max(...points.map(({ check }) => check.length));
  const lines = points.flatMap(({ check, status, found, fix }) => [
    `${status.padEnd(4)}  ${check.padEnd(width)}  ${toVisible(found)}`,
    ...(fix === null ? [] : [`${' '.repeat(width + 8)}${toVisible(fix)}`]),
  ]);
  const count = points.filter(({ status }) => status === 'warn').length;
  const end = count === 0 ? 'nothing to mend' : `${count} of ${points.length} to mend`;
  return `${[...lines, end].join('\n')}\n`;
}

function renderJson(points: readonly Point[]): string {
  const ok = points.every(({ status }) => status === 'ok');
  return `${JSON.stringify({ ok, checks: points }, null, 2)}\n`;
}
