import { homedir } from 'node:os';
import { join } from 'node:path';
import { asRepoPath, type RepoPath } from '@securescan/model';
import { toPathText } from '../walk/path-text.ts';
import { findRepositoryRoot } from './find-repository.ts';
import { splitNul, tryGit } from './run-git.ts';

/**
 * Files with patterns that hold in a repository beside its `.gitignore` files, weakest first: `core.excludesFile`, then
 * `.git/info/exclude`. None outside a repository or without git.
 */
export async function readExcludeFiles(root: string, signal: AbortSignal): Promise<readonly string[]> {
  if ((await findRepositoryRoot(root)) !== root) return [];
  const [configured, repository] = await Promise.all([
    readLine(root, ['config', '--type=path', '--get', 'core.excludesFile'], signal),
    readLine(root, ['rev-parse', '--path-format=absolute', '--git-path', 'info/exclude'], signal),
  ]);
  const configHome = process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config');
  return [configured ?? join(configHome, 'git', 'ignore'), repository ?? join(root, '.git', 'info', 'exclude')];
}

/** Files that git tracks although its ignore files name them; usually none. */
export async function listTrackedIgnored(root: string, signal: AbortSignal): Promise<readonly RepoPath[]> {
  if ((await findRepositoryRoot(root)) !== root) return [];
  const output = await readOutput(root, ['ls-files', '-z', '--cached', '--ignored', '--exclude-standard'], signal);
  return output === null ? [] : splitNul(output).map((path) => asRepoPath(toPathText(path)));
}

async function readLine(root: string, args: readonly string[], signal: AbortSignal): Promise<string | null> {
  const line = (await readOutput(root, args, signal))?.toString('utf8').replace(/\n$/, '');
  return line === undefined || line === '' ? null : line;
}

/** Null when git is missing or says no: then there is nothing to know from it. */
async function readOutput(root: string, args: readonly string[], signal: AbortSignal): Promise<Buffer | null> {
  try {
    const { end, stdout } = await tryGit(root, args, { signal });
    return end.kind === 'exit' && end.exitCode === 0 ? stdout : null;
  } catch {
    return null;
  }
}
