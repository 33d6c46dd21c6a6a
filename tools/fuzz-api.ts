/**
 * Sends what schemathesis makes of the OpenAPI document to a running server: no answer may be a server error, have a status, type
 * or header that the document does not name, or a body that does not fit its schema.
 * `npm run fuzz:api -- --seconds 300 --seed 7 --database postgres`; further words go to schemathesis as they are.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startPostgres } from '@securescan/testkit/postgres';
import { ensureBuilt } from '../e2e/build-command.ts';
import { API_KEY, call, startServerProcess } from '../e2e/server/server-process.ts';
import { openWorkshop } from '../e2e/server/workshop.ts';
import { testToolsDirectory } from './test-tools-directory.ts';

const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
];

/** Where `npm run tools:install` puts schemathesis. */
export const SCHEMATHESIS = join(testToolsDirectory(), 'schemathesis', 'bin', 'schemathesis');

export interface FuzzOptions {
  readonly program: string;
  readonly seconds: number;
  readonly seed: number;
  readonly database?: 'sqlite' | 'postgres';
  readonly words?: readonly string[];
  readonly stdio?: 'inherit' | 'pipe';
}

/** Starts a server with something in it and lets schemathesis loose on it. */
export async function fuzzApi({ program, seconds, seed, database, words = [], stdio = 'pipe' }: FuzzOptions) {
  await ensureBuilt();
  using workshop = openWorkshop();
  await using postgres = database === 'postgres' ? await startPostgres() : null;
  await using server = startServerProcess({
    database: postgres
      ? { kind: 'postgres', url: await postgres.createDatabase('fuzz') }
      : { kind: 'sqlite', path: join(workshop.root, 'fuzz.db') },
    env: workshop.env,
  });
  const url = await server.listening;
  const api = async (path: string, body: unknown): Promise<unknown> =>
    (await call(url, 'POST', `/api/v1${path}`, body)).body;
  await api('/scans', { target_path: workshop.addTree('fuzz'), scan_types: ['code'] });
  await api('/webhooks', { name: 'fuzz', url: 'http://127.0.0.1:9/', event_filter: ['webhook.test'] });
  await api(`/findings/${'a'.repeat(64)}/comments`, { text: 'a comment' });
  const args = ['run', `${url}/openapi.json`, '--header', `X-API-Key: ${API_KEY}`, '--checks', CHECKS.join(',')];
  args.push('--max-time', String(seconds), '--seed', String(seed), '--continue-on-failure', '--no-color', ...words);
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: workshop.root, stdio, encoding: 'utf8' });
  return { status, output: `${stdout ?? ''}${stderr ?? ''}`, log: server.output().stderr };
}

if (import.meta.main) {
  const { values, positionals } = parseArgs({
    options: {
      seconds: { type: 'string', default: '300' },
      database: { type: 'string', default: 'sqlite' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      program: { type: 'string', default: existsSync(SCHEMATHESIS) ? SCHEMATHESIS : 'schemathesis' },
    },
    allowPositionals: true,
  });
  process.stdout.write(`seed ${values.seed}\n`);
  const { status } = await fuzzApi({
    program: values.program,
    seconds: Number(values.seconds),
    seed: Number(values.seed),
    database: values.database === 'postgres' ? 'postgres' : 'sqlite',
    words: positionals,
    stdio: 'inherit',
  });
  process.exit(status ?? 1);
}
