import { readdir, readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Clock } from '@securescan/core';
import { compareCodePoints } from '@securescan/model';
import type { ConfigurationFile } from '@securescan/waf';
import { readCatalogueFiles } from '@securescan/waf-catalogue';

const MAX_FILES = 2000;
const MAX_BYTES = 1024 * 1024;
/** How long what was seen of the directory is taken for true. */
const FRESH_MS = 1000;

/** The texts of the controls; the same list until something has changed. */
export interface ControlFiles {
  /** False when the directory that is set is not there. */
  readonly exists: boolean;
  readonly files: readonly ConfigurationFile[];
}

/**
 * Reads the control files of a directory, or those that ship with the product, once, and again when something about them has changed.
 * @param directory - null for those of the product
 */
export function createControlFiles(
  { directory, cwd }: { readonly directory: string | null; readonly cwd: string },
  clock: Clock,
): () => Promise<ControlFiles> {
  let loaded: ControlFiles | null = null;
  let signature = '';
  let lookedAt = Number.NEGATIVE_INFINITY;
  let looking: Promise<ControlFiles> | null = null;

  async function look(): Promise<ControlFiles> {
    if (directory === null) return (loaded ??= { exists: true, files: readCatalogueFiles() });
    const path = resolve(cwd, directory);
    const found = await listFiles(path);
    lookedAt = clock.monotonicMs();
    const seen = found === null ? 'absent' : found.map(({ name, mark }) => `${name} ${mark}`).join('\n');
    if (loaded !== null && seen === signature) return loaded;
    signature = seen;
    if (found === null) return (loaded = { exists: false, files: [] });
    const files: ConfigurationFile[] = [];
    for (const { name } of found)
      files.push({ path: name, text: await readFile(join(path, name), 'utf8').catch(() => '') });
    return (loaded = { exists: true, files });
  }

  return () => {
    if (loaded !== null && (directory === null || clock.monotonicMs() - lookedAt < FRESH_MS))
      return Promise.resolve(loaded);
    looking ??= look().finally(() => {
      looking = null;
    });
    return looking;
  };
}

/** Files of the directory itself: `*.yml`, then `*.yaml`, each by name; null when there is no such directory. */
async function listFiles(
  directory: string,
): Promise<readonly { readonly name: string; readonly mark: string }[] | null> {
  let names: readonly string[];
  try {
    names = await readdir(directory);
  } catch {
    return null;
  }
  const sorted = names.toSorted(compareCodePoints);
  const chosen = ['.yml', '.yaml'].flatMap((ending) => sorted.filter((name) => name.endsWith(ending)));
  const found: { name: string; mark: string }[] = [];
  for (const name of chosen.slice(0, MAX_FILES)) {
    const facts = await stat(join(directory, name)).catch(() => null);
    if (facts?.isFile() && facts.size <= MAX_BYTES)
      found.push({ name, mark: `${facts.size} ${facts.mtimeMs} ${facts.ino}` });
  }
  return found;
}
