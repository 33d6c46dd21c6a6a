import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readDotEnv } from '@securescan/host';
import { SecureScanError } from '@securescan/model';
import { readServerConfig, renderProblem, serve } from '@securescan/server';
import type { ConfigInput, ConfigResult, Service } from '@securescan/server';
import type { ParsedArguments } from '../command/parsed-arguments.ts';
import { UsageError } from '../command/usage-error.ts';
import { EXIT } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { dotEnvPath, forgetVariables, readProcessEnvironment } from '../io/environment.ts';
import { tell } from '../io/io.ts';
import type { Io } from '../io/io.ts';
import { PRODUCT_VERSION } from '../version.ts';
import { renderSettings } from './serve-check.ts';

const FLAGS = ['host', 'port', 'db', 'tls-cert', 'tls-key'] as const;

/** Runs the server until it is told to stop. */
export async function run(args: ParsedArguments, io: Io): Promise<ExitCode> {
  const workers = args.find('workers') ?? '1';
  if (workers !== '1') {
    throw new UsageError(
      `--workers ${workers}: one process answers all requests and starts a process for each scan; leave --workers out`,
    );
  }
  const input = await readInput(args, io);
  const settings = await readServerConfig(input);
  if (!settings.ok) return refuse(settings.problems.map(renderProblem), io);
  if (args.has('check')) {
    await io.stdout.write(renderSettings(settings.config));
    return EXIT.ok;
  }
  const { config } = settings;
  // Whoever reads the environment of this process, or of a child of it, must not find keys there.
  forgetVariables(settings.secretVariables);
  const environment = withoutNames(io.env.all, settings.secretVariables);
  await io.stdout.write(`🚀 Starting SecureScan API on ${config.host}:${config.port}\n`);
  let service: Service;
  try {
    service = await serve({
      config,
      version: PRODUCT_VERSION,
      environment,
      cwd: io.cwd,
      lockDirectory: fileURLToPath(new URL('../../../scanners/locks/', import.meta.url)),
      dashboardDirectory: findDashboard(),
      notes: settings.notes,
    });
  } catch (error) {
    if (error instanceof SecureScanError && ['E_ENVIRONMENT', 'E_STORE'].includes(error.code)) {
      return refuse(error.message.split('\n'), io);
    }
    throw error;
  }
  await io.stdout.write(`Listening on ${service.url} (documentation: ${service.url}/docs); Ctrl-C stops it\n`);
  await waitForEnd(service, input, io);
  return EXIT.ok;
}

/** Beside the built command; a command that runs from sources serves what was built last. */
function findDashboard(): string | null {
  const places = [join(import.meta.dirname, 'web'), join(import.meta.dirname, '..', '..', 'dist', 'web')];
  return places.find((place) => existsSync(place)) ?? null;
}

/** Where the settings come from: the process's variables, the `.env` file apart from them, and flags. */
async function readInput(args: ParsedArguments, io: Io): Promise<ConfigInput> {
  const path = dotEnvPath(io.env);
  const flags = Object.fromEntries(
    FLAGS.flatMap((name) => {
      const value = args.find(name);
      return value === undefined ? [] : [[`--${name}`, value]];
    }),
  );
  return { env: readProcessEnvironment(), dotEnv: { path, values: await readDotEnv(path) }, flags };
}

/** Resolves when the server has stopped: gracefully after the first signal, at once after the second. SIGHUP reads keys again. */
async function waitForEnd(service: Service, input: ConfigInput, io: Io): Promise<void> {
  const reload = (): void => {
    void readAgain(service, input, io);
  };
  process.on('SIGHUP', reload);
  try {
    const { promise, resolve } = Promise.withResolvers<void>();
    io.signal.addEventListener('abort', () => resolve(), { once: true });
    if (!io.signal.aborted) await promise;
    const stopped = service.stop();
    io.onHurry?.(() => {
      void service.stop();
    });
    await stopped;
  } finally {
    process.off('SIGHUP', reload);
  }
}

async function readAgain(service: Service, input: ConfigInput, io: Io): Promise<void> {
  const path = dotEnvPath(io.env);
  try {
    const again: ConfigResult = await readServerConfig({ ...input, dotEnv: { path, values: await readDotEnv(path) } });
    if (again.ok) await service.reloadWith(again.config.auth);
    else await refuse([...again.problems.map(renderProblem), 'the settings stay as they were'], io);
  } catch (error) {
    await tell(io, `serve: settings were not read again: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function refuse(lines: readonly string[], io: Io): Promise<ExitCode> {
  for (const line of lines) await tell(io, `serve: ${line}`);
  return EXIT.badInput;
}

function withoutNames(all: Readonly<Record<string, string>>, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(all).filter(([name]) => !names.includes(name)));
}
