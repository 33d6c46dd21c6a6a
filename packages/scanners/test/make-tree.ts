import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A directory with files, for one test; removed when disposed of. */
export interface MadeTree extends Disposable {
  readonly path: string;
}

/** Writes files (path to text) into a new temporary directory. */
export function makeTree(files: Readonly<Record<string, string>>): MadeTree {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'securescan-tree-')));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  }
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}
