import { describeError } from '@securescan/model';
import { FAILSAFE_SCHEMA, load } from 'js-yaml';
import { parse as parseTomlText } from 'smol-toml';
import { toReading } from './component.ts';
import type { Reading } from './types.ts';

/** Files above this size (UTF-16 units) are not parsed; the largest lockfiles seen in the wild have about 10 MB. */
export const MAX_DOCUMENT_LENGTH = 32 * 1024 * 1024;

/** A parsed document, or the reading that reports why there is none. */
export type Parsed =
  { readonly ok: true; readonly document: unknown } | { readonly ok: false; readonly failure: Reading };

function parseWith(format: string, text: string, parse: (text: string) => unknown): Parsed {
  try {
    return { ok: true, document: parse(text) };
  } catch (error) {
    const [first = ''] = describeError(error).split('\n');
    return { ok: false, failure: toReading({ problem: `is not valid ${format}: ${first.slice(0, 200)}` }) };
  }
}

/** Parses JSON; of duplicate keys the last one counts. */
export function parseJson(text: string): Parsed {
  return parseWith('JSON', text, JSON.parse);
}

/**
 * Parses YAML with every scalar as text (so that `1.10` stays itself), without merge keys and tags, at most 100 levels deep. Aliases share one object and the readers never
 * walk the whole document, so an alias bomb costs nothing.
 */
export function parseYaml(text: string): Parsed {
  return parseWith('YAML', text, (source) => load(source, { schema: FAILSAFE_SCHEMA, json: true }));
}

/** Parses TOML. Integers become bigint: no reader needs one, and none may fail for its size. */
export function parseToml(text: string): Parsed {
  return parseWith('TOML', text, (source) => parseTomlText(source, { integersAsBigInt: true }));
}
