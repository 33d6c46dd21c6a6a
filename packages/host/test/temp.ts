import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { onTestFinished } from 'vitest';
import { makeTempDir } from '../src/files/temp-dir.ts';

/** A directory for one test, removed after it. */
export async function tempDir(): Promise<string> {
  const made = await makeTempDir('test');
  onTestFinished(() => made[Symbol.asyncDispose]());
  return made.path;
}

/** Writes files given by their paths below a directory. */
export function writeFiles(root: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}

/** Runs git in a test repository, free of the machine's own settings. */
export function git(cwd: string, ...args: readonly string[]): string {
  return execFileSync('git', args, {
    cwd,
    encoding: 'utf8',
    env: {
      PATH: process.env['PATH'],
      HOME: cwd,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_AUTHOR_NAME: 'Test',
      GIT_AUTHOR_EMAIL: 'test@example.org',
      GIT_COMMITTER_NAME: 'Test',
      GIT_COMMITTER_EMAIL: 'test@example.org',
      GIT_AUTHOR_DATE: '2026-01-02T03:04:05Z',
      GIT_COMMITTER_DATE: '2026-01-02T03:04:05Z',
    },
  });
}

/** A new repository with a first branch called main. */
export async function tempRepository(): Promise<string> {
  const root = await tempDir();
  git(root, 'init', '--quiet', '--initial-branch=main');
  return root;
}

/** Commits all that is there and answers the commit's name. */
export function commitAll(root: string, message: string): string {
  git(root, 'add', '--all', '--force');
  git(root, 'commit', '--quiet', '--allow-empty', '--message', message);
  return git(root, 'rev-parse', 'HEAD').trim();
}
