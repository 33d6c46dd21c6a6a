import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One exchange with the reference server. */
export interface RecordedExchange {
  readonly name: string;
  /** `dev`: no credential exists; `auth`: the environment key does. */
  readonly mode: 'dev' | 'auth';
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
    /** Text as it was sent, a value sent as JSON, or null for none. */
    readonly body: unknown;
  };
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    /** Parsed JSON, text, or the frames of a stream. */
    readonly body: unknown;
  };
}

/** Reads a file of `packages/testkit/data/http`. */
export function readRecorded(file: string): readonly RecordedExchange[] {
  const path = join(import.meta.dirname, '..', '..', '..', 'testkit', 'data', 'http', `${file}.json`);
  return JSON.parse(readFileSync(path, 'utf8')) as readonly RecordedExchange[];
}

/** All that is recorded, by file and name: exchanges, rows of the matrix of scopes, operations, starts. */
export function listRecorded(): readonly (readonly [file: string, name: string])[] {
  const directory = join(import.meta.dirname, '..', '..', '..', 'testkit', 'data', 'http');
  return readdirSync(directory).flatMap((path) => {
    const file = path.replace('.json', '');
    const data = JSON.parse(readFileSync(join(directory, path), 'utf8')) as
      readonly Recorded[] | { readonly operations?: readonly Recorded[] };
    const items = Array.isArray(data)
      ? (data as readonly Recorded[])
      : ((data as { operations?: readonly Recorded[] }).operations ?? []);
    return items.map(({ name, method, path: route }) => [file, name ?? `${method} ${route}`] as const);
  });
}

interface Recorded {
  readonly name?: string;
  readonly method?: string;
  readonly path?: string;
}
