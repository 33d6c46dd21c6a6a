import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { ManifestFile } from '../src/index.ts';

const ROOT = join(import.meta.dirname, '__fixtures__');

/** All files of a recorded project, by path below it. */
export function readFixture(name: string): readonly ManifestFile[] {
  const base = join(ROOT, name);
  return readdirSync(base, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path: relative(base, path).split(sep).join('/'), text: readFileSync(path, 'utf8') }));
}
