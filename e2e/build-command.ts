import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

const root = join(import.meta.dirname, '..');
const cli = join(root, 'packages', 'cli');
const lock = join(cli, '.building');
const STALE_LOCK_MS = 120_000;

/** Launcher of the built command; run it with this Node. */
export const COMMAND = join(cli, 'bin', 'securescan.mjs');
export const HOOK_COMMAND = join(cli, 'bin', 'pre-commit-securescan.mjs');
export const WAFPASS_COMMAND = join(cli, 'bin', 'wafpass.mjs');

/**
 * Builds the command when a source is newer than the build. Test files run side by side, so only one of them builds and the
 * others wait for it.
 */
export async function ensureBuilt(): Promise<void> {
  if (!isStale()) return;
  if (takeLock()) {
    try {
      const { status, stderr } = spawnSync(process.execPath, [join(root, 'tools', 'build.ts')], { encoding: 'utf8' });
      if (status !== 0) throw new Error(`the build failed: ${stderr}`);
    } finally {
      rmSync(lock, { recursive: true, force: true });
    }
  } else while (existsSync(lock)) await setTimeout(200);
}

function isStale(): boolean {
  const built = modifiedMs(join(cli, 'dist', 'main.mjs'));
  const sources = globSync(
    [
      'packages/*/src/**/*.{ts,json,yml,yaml,txt}',
      'packages/web/{index.html,vite.config.ts,src/**/*.{tsx,css,js,svg}}',
      'packages/*/package.json',
      'tools/build*.ts',
    ],
    { cwd: root },
  );
  return sources.some((path) => !path.endsWith('.test.ts') && modifiedMs(join(root, path)) > built);
}

function takeLock(): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch {
    if (Date.now() - modifiedMs(lock) > STALE_LOCK_MS) rmSync(lock, { recursive: true, force: true });
    return false;
  }
}

function modifiedMs(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
