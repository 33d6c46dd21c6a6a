import { requireRepository } from './find-repository.ts';
import { resolveRef } from './refs.ts';
import { runGit, splitNul, type GitOptions } from './run-git.ts';
import { makeTree, type MadeTree, type TreeEntry } from './write-tree.ts';

/** The tree of a commit in a temporary directory. */
export interface Revision extends MadeTree {
  /** Full object name of the commit. */
  readonly sha: string;
}

/**
 * Writes the tree of a commit to a temporary directory, from git's objects: the user's work tree, index and list of work
 * trees are not touched, and no filter or hook runs.
 * @param root - any directory of the work tree
 * @throws SecureScanError E_NOT_A_REPOSITORY, E_REF_INVALID, E_GIT, E_WRITE, E_CANCELLED
 */
export async function openRevision(root: string, ref: string, options: GitOptions = {}): Promise<Revision> {
  const top = await requireRepository(root);
  const sha = await resolveRef(top, ref, options);
  const listing = await runGit(top, ['ls-tree', '-r', '-z', '-l', '--full-tree', '--end-of-options', sha], options);
  const tree = await makeTree(top, splitNul(listing).map(parseEntry), `revision of ${top}`, options);
  return { ...tree, sha };
}

/** `<mode> <type> <sha> <size, padded>\t<path>`; a submodule has `-` for its size. */
function parseEntry(line: Buffer): TreeEntry {
  const tab = line.indexOf(0x09);
  const [mode = '', , sha = '', size = ''] = line.toString('latin1', 0, tab).split(/ +/);
  return { mode, sha, size: Number(size) || 0, path: line.subarray(tab + 1) };
}
