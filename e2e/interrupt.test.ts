import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { ensureBuilt } from './build-command.ts';
import { findProgram, makeSandbox, runCommand, writeFiles } from './sandbox.ts';
import type { Sandbox } from './sandbox.ts';

beforeAll(ensureBuilt);

/** A bandit that starts a child of its own, says so in a file, and never ends; it does not care for TERM. */
function installEndlessBandit(sandbox: Sandbox): string {
  const pids = join(sandbox.home, 'pids');
  const file = join(sandbox.bin, 'bandit');
  writeFileSync(
    file,
    `#!${join(sandbox.bin, 'sh')}
if [ "$1" = --version ]; then echo "bandit 1.9.4"; exit 0; fi
trap '' TERM
sleep 600 &
echo "$$ $!" > ${pids}
wait
sleep 600
`,
  );
  chmodSync(file, 0o755);
  return pids;
}

function isAlive(pid: string): boolean {
  try {
    process.kill(Number(pid), 0);
  } catch {
    return false;
  }
  // A zombie that nobody has waited for yet is no longer running.
  return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
}

describe('Ctrl-C', () => {
  it.skipIf(process.platform !== 'linux' || findProgram('python3') === null)(
    'ends the tools with all their children, reports what there is, gives the terminal back, and exits 130',
    async () => {
      using sandbox = makeSandbox();
      const pids = installEndlessBandit(sandbox);
      writeFiles(sandbox.project, { 'a.py': 'x = 1\n' });
      const run = await runCommand(sandbox, ['scan', '.', '--scanner', 'bandit', '--scanner', 'secrets'], {
        columns: 80,
        interruptAt: 'bandit: running',
      });
      expect(run.exitCode).toBe(130);
      expect(run.stdout).toContain('bandit: cancelled');
      expect(run.stdout).toContain('Summary');
      expect(run.stdout.lastIndexOf('\u001B[?25h')).toBeGreaterThan(run.stdout.lastIndexOf('\u001B[?25l'));
      const left = existsSync(pids)
        ? readFileSync(pids, 'utf8')
            .trim()
            .split(' ')
            .filter((pid) => isAlive(pid))
        : [];
      expect(left, spawnSync('ps', ['-ef'], { encoding: 'utf8' }).stdout).toEqual([]);
      expect(spawnSync('ls', ['-A', sandbox.project], { encoding: 'utf8' }).stdout).toBe('a.py\n');
    },
    60_000,
  );
});
