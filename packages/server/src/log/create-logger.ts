import type { Clock, Logger } from '@securescan/core';
import { destination } from 'pino';

import type { ServerConfig } from '../config/server-config.ts';
import { createRedact } from './redact.ts';
import { createTextLine } from './text-line.ts';

/** Where lines go; a file descriptor's stream, or a collector in tests. */
export interface LogSink {
  write(line: string): void;
}

/** A logger that can be waited for. */
export interface ServerLogger extends Logger {
  /** Everything written so far is out; for the end of the process. */
  flush(): void;
}

const LEVELS = { debug: 10, info: 20, warn: 30, error: 40 } as const;
const NAMES = { debug: 'DEBUG', info: 'INFO', warn: 'WARNING', error: 'ERROR' } as const;
type Level = keyof typeof LEVELS;

/** Where lines go, beside what is to be kept out of them. */
export interface LoggerParts {
  readonly clock: Clock;
  readonly secrets: readonly string[];
  /** A collector in tests; wins over `file`. */
  readonly sink?: LogSink;
  /** Appended to; standard error when left out. */
  readonly file?: string;
}

/**
 * The logger of the server: one JSON object per line (`level`, `logger`, `message`, `ts`, then all fields), or text for people.
 * Secrets are taken out here, so that no caller can forget to. Lines are written by pino's destination, which collects them while
 * a write is under way and never holds the event loop.
 */
export function createLogger(settings: ServerConfig['log'], { clock, secrets, sink, file }: LoggerParts): ServerLogger {
  const stream = sink ? null : openDestination(file);
  const output = sink ?? stream;
  const redact = createRedact(secrets);
  const toLine = settings.format === 'json' ? toJsonLine : createTextLine();
  const lowest = LEVELS[settings.level];
  const narrow = (bindings: Readonly<Record<string, unknown>>): Logger => {
    const redacted = redact(bindings);
    const write =
      (level: Level) =>
      (fields: Readonly<Record<string, unknown>>, message: string): void => {
        if (LEVELS[level] < lowest) return;
        const record: Record<string, unknown> = {
          level: NAMES[level],
          logger: redacted['logger'],
          message,
          ts: clock.now().toISOString().replace('Z', '+00:00'),
        };
        add(record, redacted);
        add(record, redact(fields));
        output?.write(toLine(record));
        // What wants a look must not wait for more lines.
        if (level === 'warn' || level === 'error') stream?.flush();
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
      stream?.flushSync();
    },
  };
}

/** Lines are written together, at the latest after 50 ms, and in any case when the process exits. */
function openDestination(file: string | undefined): ReturnType<typeof destination> {
  return destination({ dest: file ?? 2, sync: false, minLength: 4096, periodicFlush: 50, mkdir: true, mode: 0o600 });
}

/** A field must not take the place of a part of the line. */
function add(record: Record<string, unknown>, fields: Readonly<Record<string, unknown>>): void {
  for (const name in fields) {
    if (name === 'level' || name === 'message' || name === 'ts') record[`${name}_`] = fields[name];
    else record[name] = fields[name];
  }
}

function toJsonLine(record: Readonly<Record<string, unknown>>): string {
  return `${JSON.stringify(record)}\n`;
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
