import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const path = join(import.meta.dirname, '../../../testkit/data/wafpass/engine-vectors.json');

/** A group of the recorded cases of the engine; who asks for it knows its form. */
export function engineVectors(group: string): unknown {
  return (JSON.parse(readFileSync(path, 'utf8')) as Readonly<Record<string, unknown>>)[group];
}
