import { readFileSync } from 'node:fs';
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
