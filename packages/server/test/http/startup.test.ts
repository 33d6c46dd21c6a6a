import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readDotEnv } from '@securescan/host';
import { SecureScanError } from '@securescan/model';
import { expect, it } from 'vitest';
import { readServerConfig, toDotEnvPath } from '../../src/config/read-server-config.ts';
import { serve, type Service } from '../../src/serve.ts';

/** A start of the reference server. */
interface RecordedStart {
  readonly name: string;
  readonly env: Readonly<Record<string, string | null>>;
  readonly starts: boolean;
  readonly log: readonly string[];
  readonly files?: Readonly<Record<string, string>>;
  readonly observed?: Readonly<Record<string, number | boolean>>;
}

const recorded = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../testkit/data/http/startup.json'), 'utf8'),
) as readonly RecordedStart[];

/** Starts that ours refuses although the reference made do. All refusals are exit code 2 here (§26 no 3). */
const REFUSED: Readonly<Record<string, string>> = {
  'authentication required spelled 2': '§5.4 BETTER: unknown words are refused',
  'authentication required spelled enabled': '§5.4 BETTER: unknown words are refused',
  'rate limit not a number': '§21.1 DO: one typed schema, every problem is told',
};
/** Starts that ours takes. */
const TAKEN: Readonly<Record<string, string>> = {
  'database directory missing': '§21.1 DO: the directory is made',
};
/** Observations that differ. */
const OBSERVED: Readonly<Record<string, Readonly<Record<string, boolean>>>> = {
  '.env file, started through the serve command': { 'db file named in .env created': true }, // §26 no 34: every setting
};
/** Lines of the reference's web server, and its request lines, which have a test of their own. */
const FOREIGN = /^(?:INFO: {5}|ERROR: {4}|🚀|<traceback>)|securescan\.request/u;
/** Our sentence says how to mend it with our own command. */
const SAID_DIFFERENTLY =
  /^SECURESCAN_AUTH_REQUIRED=1 (?:but no credentials configured|requires SECURESCAN_EVENT_TOKEN_SECRET)/;

interface Outcome {
  readonly service: Service | null;
  readonly problems: readonly string[];
  readonly log: readonly string[];
}

async function start(entry: RecordedStart, home: string): Promise<Outcome> {
  const fill = (text: string): string => text.replaceAll('<home>', home).replaceAll('<data_dir>', home);
  for (const [path, text] of Object.entries(entry.files ?? {})) {
    await mkdir(dirname(fill(path)), { recursive: true });
    await writeFile(fill(path), fill(text));
  }
  const set = Object.entries(entry.env).filter((pair): pair is [string, string] => pair[1] !== null);
  const env = {
    HOME: home,
    ...('SECURESCAN_DATABASE_PATH' in entry.env ? {} : { SECURESCAN_DATABASE_PATH: join(home, 'x.db') }),
    ...Object.fromEntries(
      set.map(([name, text]) => [name, text === '/no/such/dir/x.db' ? join(home, 'no/such/x.db') : text]),
    ),
  };
  const path = toDotEnvPath(env);
  const result = await readServerConfig({
    env,
    dotEnv: { path, values: await readDotEnv(path) },
    flags: { '--port': '0' },
  });
  if (!result.ok) return { service: null, problems: result.problems.map(({ setting }) => setting), log: [] };
  const log: string[] = [];
  try {
    const service = await serve({
      config: result.config,
      notes: result.notes,
      version: '1.2.3',
      environment: { HOME: home },
      cwd: home,
      lockDirectory: home,
      logSink: { write: (line) => void log.push(line) },
    });
    return { service, problems: [], log };
  } catch (error) {
    if (error instanceof SecureScanError && error.code === 'E_ENVIRONMENT')
      return { service: null, problems: [error.message], log };
    throw error;
  }
}

it.each(recorded.map((entry) => [entry.name, entry] as const))(
  'with %s it starts, or not, as recorded',
  async (name, entry) => {
    const home = await mkdtemp(join(tmpdir(), 'securescan-start-'));
    const { service, problems, log } = await start(entry, home);
    try {
      const shouldStart = name in TAKEN || (entry.starts && !(name in REFUSED));
      expect([service !== null, problems]).toEqual([
        shouldStart,
        shouldStart ? [] : expect.arrayContaining([expect.any(String)]),
      ]);
      if (service === null) return;
      const told = log.map(toComparable);
      const expected = name in TAKEN ? [] : entry.log.filter((line) => !FOREIGN.test(line)).map(toComparable);
      for (const line of expected) expect(told).toContain(line);
      // Nothing is told of a missing credential where there is one, and so on.
      const ours = told.filter((line) => /dev mode|ephemeral/.test(line));
      if (!(name in TAKEN)) expect(ours).toEqual(expected.filter((line) => /dev mode|ephemeral/.test(line)));
      await observe(service, { ...entry.observed, ...OBSERVED[name] }, home);
    } finally {
      await service?.stop();
      await rm(home, { recursive: true, force: true });
    }
  },
);

it('tells in the words that are known why a credential is missing', async () => {
  const refused = recorded.filter(({ starts, log }) => !starts && log.some((line) => line.includes('[CRITICAL]')));
  expect(refused.length).toBeGreaterThan(4);
  for (const entry of refused) {
    const home = await mkdtemp(join(tmpdir(), 'securescan-start-'));
    const { problems } = await start(entry, home);
    const words = entry.log.find((line) => line.includes('[CRITICAL]'))?.replace(/^.*?: /, '') ?? '';
    const [same] = SAID_DIFFERENTLY.exec(words) ?? [];
    expect(same).toBeDefined();
    expect(problems.join('\n')).toContain(same);
    await rm(home, { recursive: true, force: true });
  }
});

/** Level, logger and message of a line in either form; the time is left out. */
function toComparable(line: string): string {
  if (line.startsWith('{')) {
    const { level, logger, message } = JSON.parse(line.replaceAll('<number>', '0')) as Record<string, string>;
    return `json [${level}] ${logger}: ${message}`;
  }
  return line.trim().replace(/^(?:<log_ts>|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3})/, 'text');
}

async function observe(
  service: Service,
  observed: Readonly<Record<string, number | boolean>>,
  home: string,
): Promise<void> {
  const ask = async (key?: string): Promise<number> => {
    const response = await fetch(
      `${service.url}/api/v1/scans`,
      key === undefined ? {} : { headers: { 'x-api-key': key } },
    );
    return response.status;
  };
  for (const [what, expected] of Object.entries(observed)) {
    if (what.startsWith('db file')) {
      expect(existsSync(join(home, 'fromfile.sqlite'))).toBe(expected);
    } else if (what === 'status without a key') expect(await ask()).toBe(expected);
    else if (what.startsWith('status with')) expect(await ask('quoted-key')).toBe(expected);
    else expect(await ask(what)).toBe(expected);
  }
}
