import { dirname, join } from 'node:path';
import { parseIgnoreFile, type IgnoreRules } from './ignore-rules.ts';
import { WALK_LIMITS } from './limits.ts';
import { toByteString, toRelative } from './path-text.ts';
import { readFileBounded } from './read-file.ts';

const GIT_IGNORE = '.gitignore';
const OWN_IGNORE = '.securescanignore';

/** Rules that hold at a directory: those of git and those of `.securescanignore`, which speak first. */
export interface IgnoreSources {
  readonly git: IgnoreRules | null;
  readonly own: IgnoreRules | null;
}

/**
 * Rules from outside the walked directory: the user's and the repository's exclude files, then the ignore files from the
 * root down to the parent of `start`.
 * @param excludeFiles - weakest first: `core.excludesFile`, `.git/info/exclude`
 */
export async function readOuterRules(
  root: string,
  start: string,
  excludeFiles: readonly string[],
  useGitIgnore: boolean,
): Promise<IgnoreSources> {
  let git: IgnoreRules | null = null;
  let own: IgnoreRules | null = null;
  for (const file of excludeFiles) git = await addRules(git, file, '');
  const outer: string[] = [];
  for (let directory = start; directory !== root && directory !== dirname(directory);) {
    directory = dirname(directory);
    outer.unshift(directory);
  }
  for (const directory of outer) {
    const below = toByteString(toRelative(root, directory));
    const base = below === '' ? '' : `${below}/`;
    if (useGitIgnore) git = await addRules(git, join(directory, GIT_IGNORE), base);
    own = await addRules(own, join(directory, OWN_IGNORE), base);
  }
  return { git, own };
}

/** Rules inside a directory, given those at it and the names it holds. */
export async function addDirectoryRules(
  directory: IgnoreSources & { readonly location: string | Buffer; readonly bytePrefix: string },
  names: readonly { readonly text: string }[],
  useGitIgnore: boolean,
): Promise<IgnoreSources> {
  let { git, own } = directory;
  for (const { text } of names) {
    if (text === GIT_IGNORE && useGitIgnore)
      git = await addRules(git, inside(directory.location, text), directory.bytePrefix);
    else if (text === OWN_IGNORE) own = await addRules(own, inside(directory.location, text), directory.bytePrefix);
  }
  return { git, own };
}

/** Rules in a directory once its `.securescanignore` is added. */
export function addOwnRules(parent: IgnoreRules | null, directory: string, base: string): Promise<IgnoreRules | null> {
  return addRules(parent, join(directory, OWN_IGNORE), base);
}

/** A file that is absent, no regular file, or too large adds nothing; git does not follow links here either. */
async function addRules(parent: IgnoreRules | null, file: string | Buffer, base: string): Promise<IgnoreRules | null> {
  const read = await readFileBounded(file, WALK_LIMITS.ignoreFileBytes);
  if (read.kind !== 'read') return parent;
  const patterns = parseIgnoreFile(read.bytes.toString('latin1'));
  return patterns.length === 0 ? parent : { base, patterns, parent };
}

function inside(location: string | Buffer, name: string): string | Buffer {
  return typeof location === 'string' ? join(location, name) : Buffer.concat([location, Buffer.from(`/${name}`)]);
}
