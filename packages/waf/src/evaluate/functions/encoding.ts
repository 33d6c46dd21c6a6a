import { JSON_SCHEMA, dump, load } from 'js-yaml';
import { EvaluationError } from '../evaluation-error.ts';
import { fromPlain, toPlain } from '../plain.ts';
import { findUnknown, list, map, nullValue, string, unknown, type Value, withPieces } from '../values.ts';
import { fromBase64, toBase64 } from './base64.ts';
import { toJsonPieces } from './json-pieces.ts';
import { parseCsv } from './csv.ts';
import { type FunctionTable, onText, takes, takesParts, textOf } from './function.ts';

/** Terraform escapes what HTML would take for markup. */
const MARKUP: Readonly<Record<string, string>> = { '<': '\\u003c', '>': '\\u003e', '&': '\\u0026' };

/** Reads a document of a foreign format; whatever its reader throws is an error of the expression. */
function decode(format: string, read: () => unknown): Value {
  try {
    return fromPlain(read());
  } catch (error) {
    throw new EvaluationError(
      `This is no ${format}: ${error instanceof Error ? error.message.split('\n')[0] : 'unreadable'}.`,
    );
  }
}

export const encodingFunctions: FunctionTable = {
  base64encode: onText((text) => toBase64(new TextEncoder().encode(text))),
  base64decode: onText((text) => {
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(fromBase64(text));
    } catch (error) {
      if (error instanceof EvaluationError) throw error;
      throw new EvaluationError('The decoded bytes are no UTF-8 text.');
    }
  }),
  jsonencode: takesParts(1, 1, ([value = nullValue()]) => {
    const pieces = toJsonPieces(value).map((text) => text.replace(/[<>&]/g, (sign) => MARKUP[sign] ?? sign));
    const missing = findUnknown(value);
    return missing === null ? string(pieces[0] ?? '') : withPieces(unknown(missing.reason, missing.span), pieces);
  }),
  jsondecode: takes(1, 1, ([value]) => decode('JSON', () => JSON.parse(textOf(value)) as unknown)),
  yamlencode: takes(1, 1, ([value]) =>
    string(dump(JSON.parse(JSON.stringify(toPlain(value ?? nullValue()))), { schema: JSON_SCHEMA, lineWidth: -1 })),
  ),
  yamldecode: takes(1, 1, ([value]) => decode('YAML', () => load(textOf(value), { schema: JSON_SCHEMA }))),
  csvdecode: takes(1, 1, ([value]) => {
    const [header = [], ...rows] = parseCsv(textOf(value));
    return list(rows.map((row) => map(new Map(header.map((name, at) => [name, string(row[at] ?? '')])))));
  }),
  urlencode: onText((text) =>
    encodeURIComponent(text)
      .replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
      .replaceAll('%20', '+'),
  ),
  urldecode: onText((text) => {
    try {
      return decodeURIComponent(text.replaceAll('+', ' '));
    } catch {
      throw new EvaluationError('This is no URL-encoded text.');
    }
  }),
};
