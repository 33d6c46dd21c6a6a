import { createHash } from 'node:crypto';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Put in by tools/build.ts: a digest of the sources and of the libraries' versions. */
declare const SECURESCAN_CODE_VERSION: string | undefined;

/** Packages whose code decides what is found in a tree; the build takes its digest of them too. */
export const CODE_PACKAGES = ['model', 'core', 'inventory', 'waf', 'waf-catalogue', 'scanners', 'host'];

/** Folders of such a package that hold what counts: sources, and the controls of the catalogue. */
export const CODE_FOLDERS = ['src', 'controls'];

let version: string | undefined;

/**
 * Tells one state of the program's code from the next, so that no result of older code is taken for one of newer: what was
 * built carries a digest, what runs from sources is known by their sizes and times.
 */
export function findCodeVersion(): string {
  version ??= typeof SECURESCAN_CODE_VERSION === 'string' ? SECURESCAN_CODE_VERSION : describeSources();
  return version;
}

function describeSources(): string {
  const packages = join(import.meta.dirname, '..', '..', '..');
  const hash = createHash('sha256');
  for (const name of CODE_PACKAGES) {
    for (const folder of CODE_FOLDERS) {
      const root = join(packages, name, folder);
      if (!existsSync(root)) continue;
      for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile()) continue;
        const path = join(entry.parentPath, entry.name);
        const { size, mtimeMs } = statSync(path);
        hash.update(`${relative(packages, path)} ${size} ${mtimeMs}\n`);
      }
    }
  }
  return hash.digest('hex').slice(0, 32);
}
