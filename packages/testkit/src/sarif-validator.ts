import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';

const SCHEMA = join(import.meta.dirname, '../data/schemas/sarif-2.1.0.schema.json');

/** Problems of a SARIF log against the published 2.1.0 schema; the schema is draft 04, of which it uses nothing that later drafts lack. */
export function createSarifValidator(): (log: unknown) => string[] {
  const { $schema: _draft, id: _id, ...schema } = JSON.parse(readFileSync(SCHEMA, 'utf8')) as Record<string, unknown>;
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  addFormats.default(ajv);
  const validate = ajv.compile(schema);
  return (log) => (validate(log) ? [] : ajv.errorsText(validate.errors).split(', '));
}
