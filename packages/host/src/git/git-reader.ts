import type { GitReader } from '@securescan/core';
import { asRepoPath, type RepoPath, type Target } from '@securescan/model';
import { toPathText } from '../walk/path-text.ts';
import { findRepositoryRoot } from './find-repository.ts';
import { readHistory } from './history.ts';
import { splitNul, tryGit } from './run-git.ts';

/** Read-only git for a target; answers emptily where there is no repository or no git. */
export function createGitReader(target: Target): GitReader {
  let found: Promise<string | null> | undefined;
  const findRoot = (): Promise<string | null> => (found ??= locate(target));
  return {
    findRoot,
    async listTracked() {
      const root = await findRoot();
      return root === null ? new Set() : listPaths(root, ['ls-files', '-z', '--cached']);
    },
    async findIgnored(paths) {
      const root = await findRoot();
      if (root === null || paths.length === 0) return new Set();
      return listPaths(root, ['check-ignore', '--stdin', '-z', '--no-index'], `${paths.join('\0')}\0`);
    },
    async *history(options) {
      const root = await findRoot();
      if (root !== null) yield* readHistory(root, options);
    },
  };
}

async function locate(target: Target): Promise<string | null> {
  if (target.kind !== 'directory' && target.kind !== 'file') return null;
  const root = await findRepositoryRoot(target.root);
  if (root === null) return null;
  try {
    const { end } = await tryGit(root, ['rev-parse', '--is-inside-work-tree']);
    return end.kind === 'exit' && end.exitCode === 0 ? root : null;
  } catch {
    return null;
  }
}

async function listPaths(root: string, args: readonly string[], stdin?: string): Promise<ReadonlySet<RepoPath>> {
  try {
    const { end, stdout } = await tryGit(root, args, stdin === undefined ? {} : { stdin });
    // `check-ignore` ends with 1 when no path is ignored.
    if (end.kind !== 'exit' || end.exitCode > 1) return new Set();
    return new Set(splitNul(stdout).map((path) => asRepoPath(toPathText(path))));
  } catch {
    return new Set();
  }
}
