import { availableParallelism, homedir } from 'node:os';
import { join } from 'node:path';
import { toolsDirectory } from '@securescan/host';
import { isLoopbackHost } from '../auth/addresses.ts';
import { parseKeyList } from './api-keys.ts';
import { type ConfigSources, createTextCollector, type GivenText } from './collect-texts.ts';
import { parseDatabase } from './database.ts';
import { parseValue } from './parse-value.ts';
import type { ConfigProblem } from './problems.ts';
import {
  readDocs,
  readFakeNow,
  readFormat,
  readLevel,
  readOrigins,
  readProxies,
  readPublicUrl,
  readRoots,
  readSunset,
  readTls,
  type Report,
  type Values,
} from './read-parts.ts';
import { readSecretFile } from './secret-file.ts';
import { findSecurityWarnings, isWeakKey } from './security-warnings.ts';
import type { ServerConfig } from './server-config.ts';
import type { Setting } from './setting.ts';
import { RETIRED, type SettingId, settings } from './settings.ts';

const SECOND = 1000;

/** Where the settings come from. */
export interface ConfigInput {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly dotEnv?: ConfigSources['dotEnv'];
  /** Values of flags by their spelling: `--host`. */
  readonly flags?: ConfigSources['flags'];
  /** For tests; the machine's own otherwise. */
  readonly readSecretFile?: ConfigSources['readSecretFile'];
}

export type ConfigResult =
  | {
      readonly ok: true;
      readonly config: ServerConfig;
      /** Worth a line in the log, but no weakness: names of variables from the `.env` file, retired ones. */
      readonly notes: readonly string[];
      /** Variables that have to leave the process's environment now, so that no child inherits them. */
      readonly secretVariables: readonly string[];
    }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

type Given = Readonly<Record<SettingId, readonly GivenText[]>>;

/**
 * Reads every setting once and checks all of them; the problems come together. A blank value counts as not set. What depends on
 * the database (are there keys?) is looked at when the server starts.
 */
export async function readServerConfig(input: ConfigInput): Promise<ConfigResult> {
  const problems: ConfigProblem[] = [];
  const notes: string[] = [];
  const { values, given } = await readValues(input, problems, notes);
  const config = assemble(values, given, input, problems);
  if (problems.length > 0) return { ok: false, problems };
  notes.push(...listNotes(input, given));
  return { ok: true, config, notes, secretVariables: listSecretVariables(input.env) };
}

async function readValues(
  input: ConfigInput,
  problems: ConfigProblem[],
  notes: string[],
): Promise<{ readonly values: Values; readonly given: Given }> {
  const collect = createTextCollector({
    env: input.env,
    dotEnv: input.dotEnv ?? null,
    flags: input.flags ?? {},
    readSecretFile: input.readSecretFile ?? readSecretFile,
  });
  const values: Partial<Record<SettingId, unknown>> = {};
  const given: Partial<Record<SettingId, readonly GivenText[]>> = {};
  for (const [id, setting] of Object.entries<Setting>(settings) as [SettingId, Setting][]) {
    const collected = await collect(setting);
    problems.push(...collected.problems);
    notes.push(...collected.notes);
    given[id] = collected.given;
    const [first] = collected.given;
    const parsed = first ? parseValue(setting, first.text) : null;
    if (first && parsed && 'problem' in parsed) {
      problems.push({ setting: first.name, source: first.source, message: parsed.problem });
    }
    values[id] = parsed && 'value' in parsed ? parsed.value : null;
  }
  // The table names the kind of each value, and `parseValue` has made it.
  return { values: values as Values, given: given as Given };
}

function assemble(values: Values, given: Given, { env }: ConfigInput, problems: ConfigProblem[]): ServerConfig {
  const home = env['HOME'] || homedir();
  const report: Report = (id, message) => {
    const { name, source } = given[id][0] ?? { name: settings[id].names[0], source: 'not set' };
    problems.push({ setting: name, source, message });
  };
  const host = values.host ?? '127.0.0.1';
  const isLoopback = isLoopbackHost(host);
  const keyLists = given.apiKeys.map(({ text, name, source }) => ({ name, source, ...parseKeyList(text) }));
  for (const list of keyLists) for (const problem of list.problems) report('apiKeys', problem);
  const database = parseDatabase(values.databaseUrl, values.databasePath, home);
  if ('problem' in database) report(values.databaseUrl === null ? 'databasePath' : 'databaseUrl', database.problem);
  const hasBlankKeyList = isBlankListed(env);
  if (hasBlankKeyList && !isLoopback) {
    problems.push({
      setting: 'API_KEYS',
      source: 'environment',
      message: 'is set but holds no key; put keys into it or remove it',
    });
  }
  const clearKeys = [
    ...given.apiKey.slice(0, 1).map(({ name, source, text }) => ({ setting: name, source, key: text.trim() })),
    ...keyLists.flatMap(({ name, source, clear }) => clear.map((key) => ({ setting: name, source, key }))),
  ];
  if (!isLoopback) {
    for (const { setting, source, key } of clearKeys) {
      if (isWeakKey(key)) {
        problems.push({
          setting,
          source,
          message:
            'has fewer than 24 characters or fewer than 8 different ones; make one with: openssl rand -base64 32',
        });
      }
    }
  }
  if (values.auditAddress === 'hash' && values.secretKey === null) {
    report(
      'auditAddress',
      'needs a key for the hashes: set SECURESCAN_SECRET_KEY to the output of: openssl rand -base64 32',
    );
  }
  const config: Omit<ServerConfig, 'warnings'> = {
    host,
    port: values.port ?? 8000,
    database: 'location' in database ? database.location : { kind: 'sqlite', path: '' },
    auth: {
      envKey: values.apiKey,
      listKeys: keyLists.flatMap(({ keys }) => keys),
      certificates: keyLists.flatMap(({ certificates }) => certificates),
      required: values.authRequired ?? false,
      allowAnonymous: values.allowAnonymous ?? false,
      eventTokenSecret: values.eventTokenSecret,
      publicUrl: readPublicUrl(values.publicUrl, report),
    },
    limits: {
      ratePerMinute: values.ratePerMinute ?? (isLoopback ? 0 : 600),
      scanRatePerMinute: values.scanRatePerMinute ?? 60,
      scanBurst: values.scanBurst ?? 10,
      scanRateEnabled: values.scanRateEnabled ?? true,
      maxStreams: values.maxStreams ?? 500,
      maxStreamsPerPrincipal: values.maxStreamsPerPrincipal ?? 100,
      bodyBytes: values.bodyBytes ?? 1_048_576,
      maxConnections: values.maxConnections ?? 1000,
    },
    proxies: readProxies(values.trustedProxies, report),
    forwardedHeader: values.forwardedHeader ?? 'x-forwarded-for',
    cors: { origins: readOrigins(values.corsOrigins, report) },
    tls: readTls(values, report),
    allowInsecureHttp: values.allowInsecureHttp ?? false,
    dashboard: values.dashboard ?? true,
    docs: readDocs(values, isLoopback, report),
    waf: {
      controlsDirectory: values.wafControlsDirectory,
      environment: values.wafEnvironment ?? 'local',
      rootPaths: values.wafRootPaths ?? true,
      sandbox: values.wafSandbox ?? true,
    },
    scans: {
      roots: readRoots(values.scanRoots, home, report),
      maxConcurrent: values.maxConcurrentScans ?? availableParallelism(),
      toolTimeoutMs: (values.scanTimeout ?? 300) * SECOND,
      dastTimeoutMs: (values.dastTimeout ?? 120) * SECOND,
      allowPrivateTargets: values.allowPrivateTargets ?? false,
      zap: { address: values.zapAddress ?? 'http://127.0.0.1:8090', apiKey: values.zapApiKey },
      nmapExtraArgs: values.nmapExtraArgs ?? [],
      jail: values.jail === null ? 'try' : values.jail ? 'require' : 'off',
    },
    ai: { groqKey: env['CI'] === 'true' || env['CI'] === '1' ? null : values.groqApiKey },
    tools: {
      directory: values.toolsDirectory ?? toolsDirectory(env),
      allowInstall: values.allowInstall ?? false,
    },
    webhooks: { allowPrivate: values.webhookAllowPrivate ?? false },
    retention: {
      notificationDays: values.notificationRetention ?? 30,
      deliveryDays: values.deliveryRetention ?? 30,
      scanDays: values.scanRetention,
      auditDays: values.auditRetention,
    },
    log: { level: readLevel(values.logLevel), format: readFormat(values) },
    shutdownGraceMs: (values.shutdownGrace ?? 20) * SECOND,
    sunset: readSunset(values.legacySunset, report),
    secretKey: values.secretKey,
    audit: { address: values.auditAddress ?? 'plain', checkpointFile: values.auditCheckpointFile },
    fakeNow: readFakeNow(values.fakeNow, report),
  };
  const plainSecrets = Object.entries(given)
    .filter(([id]) => 'isSecret' in settings[id as SettingId])
    .flatMap(([, texts]) => texts.filter(({ isFromFile }) => !isFromFile).map(({ name }) => name));
  return {
    ...config,
    warnings: findSecurityWarnings(config, {
      clearKeys,
      plainSecrets,
      databaseWeakness: 'location' in database ? database.weakness : null,
      hasBlankKeyList,
    }),
  };
}

/** A list of keys that is there and empty: somebody meant to set keys. */
function isBlankListed(env: ConfigInput['env']): boolean {
  return Object.entries(env).some(
    ([name, text]) =>
      /^(?:SECURESCAN_)?API_KEYS$/i.test(name) && text !== undefined && text.replaceAll(/[\s,]/g, '') === '',
  );
}

function listNotes({ env, dotEnv }: ConfigInput, given: Given): readonly string[] {
  const fromFile = Object.values(given)
    .flat()
    .filter(({ source }) => source === dotEnv?.path)
    .map(({ name }) => `${name} is taken from ${dotEnv?.path ?? ''}`);
  const retired = Object.entries(RETIRED)
    .filter(([name]) =>
      [...Object.keys(env), ...Object.keys(dotEnv?.values ?? {})].some((set) => set.toUpperCase() === name),
    )
    .map(([name, reason]) => `${name} has no effect: ${reason}`);
  return [...fromFile, ...retired];
}

/** Names under which secrets stand in the environment, `*_FILE` excluded: a path is no secret. */
function listSecretVariables(env: ConfigInput['env']): readonly string[] {
  const secret = Object.values<Setting>(settings).filter(({ isSecret }) => isSecret);
  return Object.keys(env).filter((name) =>
    secret.some(({ names, anyCase }) => names.includes(anyCase ? name.toUpperCase() : name)),
  );
}

/** `.env` file of the user: `$XDG_CONFIG_HOME/securescan/.env`, else `~/.config/securescan/.env`. */
export function toDotEnvPath(env: ConfigInput['env']): string {
  return join(env['XDG_CONFIG_HOME'] || join(env['HOME'] || homedir(), '.config'), 'securescan', '.env');
}
