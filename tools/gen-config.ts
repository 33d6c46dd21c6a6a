/** Writes what follows from the schema of `.securescan.yml`: the JSON Schema and the table of the reference page. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { configJsonSchema, updateConfigPage } from '@securescan/core';

const reference = join(import.meta.dirname, '..', 'docs', 'reference');
const page = join(reference, 'configuration.md');
writeFileSync(join(reference, 'securescan.schema.json'), `${JSON.stringify(configJsonSchema(), null, 2)}\n`);
writeFileSync(page, updateConfigPage(readFileSync(page, 'utf8')));
