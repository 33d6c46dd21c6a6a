import { asRepoPath, compareCodePoints, type RepoPath } from '@securescan/model';
import { toPathText } from '../walk/path-text.ts';
import { requireRepository } from './find-repository.ts';
import { readObjectSizes } from './objects.ts';
import { runGit, splitNul, type GitOptions } from './run-git.ts';
import { makeTree, type MadeTree, type TreeEntry } from './write-tree.ts';

/** Files that shape a scan and are exported with the staged ones. */
const ALWAYS_EXPORTED = new Set([
  '.securescan.yml',
  '.securescan.yaml',
  'securescan.yml',
  '.securescanignore',
  '.securescan/baseline.json',
]);

/** What will be committed, in a temporary directory. */
export interface StagedTree extends MadeTree {
  /** The staged files, relative to the top level, sorted. */
  readonly staged: readonly RepoPath[];
}

/**
 * Files whose staged content differs from the last commit (added, copied, changed, renamed, another type), relative to the
 * top level and sorted, from whatever directory of the work tree it is asked.
 * @throws SecureScanError E_NOT_A_REPOSITORY, E_GIT
 */
export async function listStaged(root: string, options: GitOptions = {}): Promise<readonly RepoPath[]> {
  const top = await requireRepository(root);
  const output = await runGit(
    top,
    ['diff', '--cached', '--name-only', '-z', '--no-ext-diff', '--no-relative', '--diff-filter=ACMRT'],
    withIndex(options),
  );
  return splitNul(output).map(toPathText).toSorted(compareCodePoints).map(asRepoPath);
}

/**
 * Writes the staged content of the staged files to a temporary directory, and with it, as the index has them, the project's
 * configuration and whatever else `include` names (manifests and lock files).
 * @throws SecureScanError E_NOT_A_REPOSITORY, E_GIT, E_WRITE, E_CANCELLED
 */
export async function exportIndex(
  root: string,
  options: GitOptions & { readonly include?: (path: string) => boolean } = {},
): Promise<StagedTree> {
  const top = await requireRepository(root);
  const { include, ...gitOptions } = options;
  const staged = await listStaged(top, gitOptions);
  const isStaged = new Set<string>(staged);
  const listing = await runGit(top, ['ls-files', '--stage', '-z', '--full-name'], withIndex(gitOptions));
  const wanted = splitNul(listing)
    .map(parseEntry)
    .filter((entry) => {
      const path = toPathText(entry.path);
      return isStaged.has(path) || ALWAYS_EXPORTED.has(path) || include?.(path) === true;
    });
  const blobs = wanted.filter((entry) => entry.mode !== '160000');
  const sizes = await readObjectSizes(
    top,
    blobs.map((entry) => entry.sha),
    gitOptions,
  );
  const sizeOf = new Map(blobs.map((entry, i) => [entry, sizes[i]?.size ?? 0]));
  const entries = wanted.map((entry) => ({ ...entry, size: sizeOf.get(entry) ?? 0 }));
  const tree = await makeTree(top, entries, `index of ${top}`, gitOptions);
  return { ...tree, staged };
}

/** In a hook of `git commit <path>` or `-a`, the index that will be committed is another file. */
function withIndex(options: GitOptions): GitOptions {
  const index = process.env['GIT_INDEX_FILE'];
  return index === undefined ? options : { ...options, env: { ...options.env, GIT_INDEX_FILE: index } };
}

/** `<mode> <sha> <stage>\t<path>`; an unmerged file is there up to three times, the first is kept. */
function parseEntry(line: Buffer): TreeEntry {
  const tab = line.indexOf(0x09);
  const [mode = '', sha = ''] = line.toString('latin1', 0, tab).split(' ');
  return { mode, sha, size: 0, path: line.subarray(tab + 1) };
}
