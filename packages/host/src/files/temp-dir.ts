import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A directory that is removed with all it holds when it is disposed of. */
export type TempDir = { readonly path: string } & AsyncDisposable;

/** Makes a private directory (0700) in the system's place for temporary files. Disposing twice is fine. */
export async function makeTempDir(prefix: string): Promise<TempDir> {
  const safe = prefix.replaceAll(/[^\w-]+/g, '-');
  const path = await mkdtemp(join(await realpath(tmpdir()), `securescan-${safe}-`));
  return {
    path,
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true, maxRetries: 3 }),
  };
}
