import { chmodSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A directory that is removed at the end of the block that uses it. */
export interface TestDirectory extends Disposable {
  readonly path: string;
  write(files: Readonly<Record<string, string>>): void;
}

export function makeTestDirectory(): TestDirectory {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'securescan-test-')));
  return {
    path,
    write(files) {
      for (const [name, text] of Object.entries(files)) {
        mkdirSync(dirname(join(path, name)), { recursive: true });
        writeFileSync(join(path, name), text);
      }
    },
    [Symbol.dispose]: () => {
      rmSync(path, { recursive: true, force: true });
    },
  };
}

/** One start of a stand-in. */
export interface Invocation {
  readonly args: readonly string[];
  readonly cwd: string;
}

/** An executable in place of a tool: answers the version question, records each other start, prints what it was given. */
export interface StandIn {
  readonly path: string;
  invocations(): Invocation[];
}

export function makeStandIn(
  directory: string,
  { stdout, exitCode = 0, stderr = '' }: { stdout: string; exitCode?: number; stderr?: string },
): StandIn {
  const path = join(directory, 'stand-in');
  const log = join(directory, 'log');
  writeFileSync(join(directory, 'stdout'), stdout);
  writeFileSync(join(directory, 'stderr'), stderr);
  writeFileSync(log, '');
  const script = [
    '#!/bin/sh',
    'case "$1" in --version) echo "1.2.3"; exit 0;; esac',
    `{ pwd; printf '%s\\n' "$@"; echo '--end--'; } >> '${log}'`,
    `cat '${join(directory, 'stderr')}' >&2`,
    `cat '${join(directory, 'stdout')}'`,
    `exit ${exitCode}`,
  ];
  writeFileSync(path, `${script.join('\n')}\n`);
  chmodSync(path, 0o755);
  return {
    path,
    invocations: () =>
      readFileSync(log, 'utf8')
        .split('--end--\n')
        .filter((block) => block !== '')
        .map((block) => {
          const [cwd = '', ...args] = block.trimEnd().split('\n');
          return { cwd, args };
        }),
  };
}
