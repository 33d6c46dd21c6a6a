import { SecureScanError, asRepoPath, compareCodePoints, type RepoPath } from '@securescan/model';
import { toPathText } from '../walk/path-text.ts';
import { requireRepository } from './find-repository.ts';
import { runGit, splitNul, toGitError, tryGit, type GitOptions } from './run-git.ts';

/**
 * Full object name of the commit that a ref, tag or abbreviated name stands for.
 * @param root - any directory of a work tree
 * @throws SecureScanError E_NOT_A_REPOSITORY; E_REF_INVALID when there is no such commit or the name could be an option
 */
export async function resolveRef(root: string, ref: string, options: GitOptions = {}): Promise<string> {
  const top = await requireRepository(root);
  if (ref === '' || ref.startsWith('-') || /[\0\r\n]/.test(ref)) {
    throw new SecureScanError(
      'E_REF_INVALID',
      `${JSON.stringify(ref)} is not a name of a commit; give a branch, tag or commit.`,
    );
  }
  const result = await tryGit(
    top,
    ['rev-parse', '--quiet', '--verify', '--end-of-options', `${ref}^{commit}`],
    options,
  );
  const sha = result.stdout.toString('utf8').trim();
  if (result.end.kind === 'exit' && result.end.exitCode === 0 && /^[0-9a-f]{40,64}$/.test(sha)) return sha;
  if (result.end.kind !== 'exit' || result.end.exitCode !== 1) {
    // Not a question of the name: say what git says (a repository of another user, a broken one).
    if (result.end.kind !== 'exit' || /dubious ownership|not a git repository/.test(result.stderr))
      throw toGitError('rev-parse', top, result);
  }
  throw new SecureScanError('E_REF_INVALID', `${JSON.stringify(ref)} ${await explainMissing(top, options)}`);
}

/** Fetches what a shallow clone of one branch lacks: the older commits, and the other branches. */
const FETCH_ALL = "git fetch --unshallow origin '+refs/heads/*:refs/remotes/origin/*'";

/** Why a name may not be known here, and how to get it. */
async function explainMissing(top: string, options: GitOptions): Promise<string> {
  const ask = async (args: readonly string[]) => (await tryGit(top, args, options)).stdout.toString('utf8').trim();
  if ((await ask(['rev-parse', '--is-shallow-repository'])) === 'true') {
    return `is not a commit in ${top}, which is a shallow clone; fetch the rest with: ${FETCH_ALL} (in a workflow: fetch-depth: 0)`;
  }
  if ((await ask(['rev-list', '--all', '--max-count=1'])) === '') return `is not a commit: ${top} has no commit yet`;
  return `is not a commit in ${top}; if it exists elsewhere, fetch it first`;
}

/** Best common ancestor of two commits; null when their histories do not meet (or a shallow clone ends before). */
export async function findMergeBase(
  root: string,
  base: string,
  head: string,
  options: GitOptions = {},
): Promise<string | null> {
  const top = await requireRepository(root);
  const result = await tryGit(top, ['merge-base', '--end-of-options', base, head], options);
  if (result.end.kind === 'exit' && result.end.exitCode === 0) return result.stdout.toString('utf8').trim();
  if (result.end.kind === 'exit' && result.end.exitCode === 1) return null;
  throw toGitError('merge-base', top, result);
}

/** What the user's or the repository's settings could change in a diff is pinned, so that positions can be computed. */
const DIFF_OPTIONS = [
  '--no-color',
  '--no-ext-diff',
  '--no-textconv',
  '--src-prefix=a/',
  '--dst-prefix=b/',
  '-U3',
  '--inter-hunk-context=0',
  '--find-renames',
  '--diff-algorithm=myers',
  '--indent-heuristic',
  '--submodule=short',
  '--no-relative',
  '-O/dev/null',
] as const;

/**
 * Unified diff of what `head` changed since it left `base` (three dots); of the two trees when they have no common
 * ancestor. Names in it are not quoted beyond what git needs.
 * @param base - full object name, see `resolveRef`
 * @throws SecureScanError E_NOT_A_REPOSITORY, E_GIT
 */
export async function readDiff(root: string, base: string, head: string, options: GitOptions = {}): Promise<string> {
  const top = await requireRepository(root);
  const from = (await findMergeBase(top, base, head, options)) ?? base;
  const output = await runGit(top, ['diff', ...DIFF_OPTIONS, '--end-of-options', from, head, '--'], options);
  return output.toString('utf8');
}

/**
 * Paths that `head` changed since it left `base`, as `head` has them, relative to the top level and sorted. Deleted ones
 * are left out. Without `head`: changes of the work tree and the index too, and untracked files that are not ignored.
 */
export async function listChanged(
  root: string,
  base: string,
  head: string | null,
  options: GitOptions = {},
): Promise<readonly RepoPath[]> {
  const top = await requireRepository(root);
  const from = (await findMergeBase(top, base, head ?? 'HEAD', options)) ?? base;
  const args = ['diff', '--name-only', '-z', '--no-ext-diff', '--no-relative', '--diff-filter=ACMRT'];
  const changed = await runGit(
    top,
    [...args, '--end-of-options', from, ...(head === null ? [] : [head]), '--'],
    options,
  );
  const untracked =
    head === null ? await runGit(top, ['ls-files', '-z', '--others', '--exclude-standard'], options) : Buffer.alloc(0);
  const paths = [...splitNul(changed), ...splitNul(untracked)].map(toPathText);
  return [...new Set(paths)].toSorted(compareCodePoints).map(asRepoPath);
}
