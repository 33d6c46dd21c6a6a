import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One exchange with the reference server of WAF++. */
export interface RecordedExchange {
  readonly name: string;
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly headers?: Readonly<Record<string, string>>;
    /** Sent as JSON. */
    readonly body?: unknown;
    /** Sent as it is. */
    readonly raw_body?: string;
  };
  readonly response: {
    readonly status: number;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: unknown;
  };
}

/** Which server an exchange is played against. */
export type Mode = 'main' | 'aside' | 'mini' | 'missing' | 'empty';

/** What ours takes and the reference refused; it would stand in every list that follows. */
const ASIDE: ReadonlySet<string> = new Set([
  'runs.create.invalid.region-null-az',
  'runs.create.no-content-type-json-body',
  'controls.upsert.invalid.bad-type',
  'controls.upsert.invalid.engine-cdk',
]);

/** All exchanges in order, with the placeholders spelled as the replay knows them. */
export function readRecorded(): readonly RecordedExchange[] {
  const path = join(import.meta.dirname, '../../../testkit/data/wafpass/http.json');
  const text = readFileSync(path, 'utf8')
    .replaceAll('<controls-dir>', '<controls_dir>')
    .replaceAll('<timestamp>', '<ts>');
  return JSON.parse(text) as readonly RecordedExchange[];
}

export function modeOf({ name }: RecordedExchange): Mode {
  if (ASIDE.has(name)) return 'aside';
  if (name.startsWith('sandbox.controls-dir-missing')) return 'missing';
  if (name.startsWith('sandbox.no-controls')) return 'empty';
  return name.startsWith('sandbox.') ? 'mini' : 'main';
}

/** Paths that the recording cannot have had: a placeholder stands where another value was. */
export const MENDED_PATHS: Readonly<Record<string, string>> = {
  'runs.get.not-found': '/runs/00000000-0000-4000-8000-000000000000',
  'sandbox.mini.filename-outside-the-temporary-directory': '/sandbox',
};
