import type { Clock, Logger } from '@securescan/core';
import { destination, pino } from 'pino';
import type { ServerConfig } from '../config/server-config.ts';
import { createRedact } from './redact.ts';
import { toTextLine } from './text-line.ts';

/** Where lines go; a file descriptor's stream, or a collector in tests. */
export interface LogSink {
  write(line: string): void;
}

/** A logger that can be waited for. */
export interface ServerLogger extends Logger {
  /** Everything written so far is out; for the end of the process. */
  flush(): void;
}

const LEVELS = { debug: 'DEBUG', info: 'INFO', warn: 'WARNING', error: 'ERROR', fatal: 'CRITICAL' } as const;
/** Keys of the line itself. */
const RESERVED = new Set(['level', 'message', 'ts']);

/**
 * The logger of the server: one JSON object per line (`level`, `logger`, `message`, `ts`, then all fields), or text for people.
 * Secrets are taken out here, so that no caller can forget to.
 * @param secrets - values that must never appear, see `listSecrets`
 */
export function createLogger(
  settings: ServerConfig['log'],
  { clock, secrets, sink }: { readonly clock: Clock; readonly secrets: readonly string[]; readonly sink?: LogSink },
): ServerLogger {
  const stderr = destination({ dest: 2, sync: false, minLength: 0 });
  const output = sink ?? stderr;
  const redact = createRedact(secrets);
  const root = pino(
    {
      level: settings.level,
      base: null,
      messageKey: 'message',
      // Errors have been made plain by `redact` already.
      serializers: { err: (value: unknown) => value },
      timestamp: () => `,"ts":"${clock.now().toISOString().replace('Z', '+00:00')}"`,
      formatters: { level: (label) => ({ level: LEVELS[label as keyof typeof LEVELS] }) },
    },
    settings.format === 'json' ? output : toText(output),
  );
  const narrow = (bindings: Readonly<Record<string, unknown>>): Logger => {
    const write =
      (level: 'debug' | 'info' | 'warn' | 'error') =>
      (fields: Readonly<Record<string, unknown>>, message: string): void => {
        if (root.isLevelEnabled(level)) root[level](rename(redact({ ...bindings, ...fields })), message);
      };
    return {
      debug: write('debug'),
      info: write('info'),
      warn: write('warn'),
      error: write('error'),
      child: (fields) => narrow({ ...bindings, ...fields }),
    };
  };
  return {
    ...narrow({ logger: 'securescan.main' }),
    flush: () => {
      stderr.flushSync();
    },
  };
}

/** Every secret of the configuration that stands in it in clear. */
export function listSecrets({ auth, scans, ai, secretKey, database }: ServerConfig): readonly string[] {
  const password = database.kind === 'postgres' ? URL.parse(database.url)?.password : undefined;
  const secrets = [
    auth.envKey,
    auth.eventTokenSecret,
    scans.zap.apiKey,
    ai?.groqKey,
    secretKey,
    password,
    password === undefined ? undefined : decodeURIComponent(password),
  ];
  return secrets.filter((secret): secret is string => typeof secret === 'string' && secret !== '');
}

function toText(sink: LogSink): LogSink {
  return {
    write: (line) => {
      sink.write(toTextLine(JSON.parse(line) as Record<string, unknown>));
    },
  };
}

/** A field must not take the place of a part of the line. */
function rename(fields: Record<string, unknown>): Record<string, unknown> {
  for (const name of RESERVED) {
    if (!(name in fields)) continue;
    fields[`${name}_`] = fields[name];
    delete fields[name];
  }
  return fields;
}
