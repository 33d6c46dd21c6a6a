import { tryGit } from './run-git.ts';

/**
 * Commit and branch that are checked out where a directory lies, or null outside of a repository, before its first commit and
 * without git.
 * @param directory - absolute
 * @returns `branch` is empty on a detached HEAD
 */
export async function readHead(
  directory: string,
): Promise<{ readonly commit: string; readonly branch: string } | null> {
  const result = await tryGit(directory, ['rev-parse', 'HEAD', '--abbrev-ref', 'HEAD'], {
    timeoutMs: 10_000,
    maxOutputBytes: 4096,
  }).catch(() => null);
  if (result === null || result.end.kind !== 'exit' || result.end.exitCode !== 0) return null;
  const [commit = '', branch = ''] = result.stdout.toString('utf8').trim().split('\n');
  return { commit, branch: branch === 'HEAD' ? '' : branch };
}
