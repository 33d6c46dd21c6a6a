import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const path = join(import.meta.dirname, '../../../testkit/data/wafpass/engine-vectors.json');

/** A group of the recorded cases of the engine. */
export function engineVectors(group: string): readonly unknown[] {
  return (JSON.parse(readFileSync(path, 'utf8')) as Readonly<Record<string, readonly unknown[]>>)[group] ?? [];
}
