import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** A directory with trees to scan, and a PATH whose tools are stand-ins. */
export interface Workshop extends Disposable {
  readonly root: string;
  /** Environment of a server that sees only what is in here. */
  readonly env: Readonly<Record<string, string>>;
  /** Makes a small project with something to find, and gives its path. */
  addTree(name: string): string;
  /** How many processes of tools and scans there are. */
  countProcesses(): number;
  /** Waits until no process of these tools, or of a scan, is left. @throws after five seconds, naming what is */
  expectNoToolLeft(): Promise<void>;
}

/**
 * Takes its time, with a child that does not listen to TERM and outlives it unless somebody ends the group; then reports one
 * finding.
 */
const SLOW_BANDIT = `#!/bin/sh
if [ "$1" = --version ]; then echo 'bandit 1.9.4'; exit 0; fi
/bin/sh -c "trap '' TERM; sleep 600; :" &
keeper=$!
sleep 0.4
cat <<'REPORT'
{"errors": [], "results": [{"code": "2     return eval(expression)\\\\n", "col_offset": 11, "filename": "./app.py",
"issue_confidence": "HIGH", "issue_cwe": {"id": 78}, "issue_severity": "MEDIUM", "issue_text": "Use of eval.",
"line_number": 2, "line_range": [2], "test_id": "B307", "test_name": "blacklist"}]}
REPORT
kill -KILL $keeper
exit 1
`;

export function openWorkshop(): Workshop {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'securescan-server-')));
  const [bin, home, trees] = ['bin', 'home', 'trees'].map((name) => join(root, name)) as [string, string, string];
  for (const directory of [bin, home, trees]) mkdirSync(directory);
  writeFileSync(join(bin, 'bandit'), SLOW_BANDIT, { mode: 0o755 });
  return {
    root,
    env: {
      PATH: `${bin}:/usr/bin:/bin`,
      HOME: home,
      SECURESCAN_TOOLS_DIR: join(root, 'tools'),
      SECURESCAN_CACHE_DIR: join(root, 'cache'),
      SECURESCAN_SCAN_ROOTS: root,
      SECURESCAN_WEBHOOK_ALLOW_PRIVATE: '1',
    },
    addTree(name) {
      const tree = join(trees, name);
      mkdirSync(tree);
      writeFileSync(join(tree, 'app.py'), `# ${name}\ndef run(expression):\n    return eval(expression)\n`);
      return tree;
    },
    countProcesses: () => listProcesses(bin).length,
    async expectNoToolLeft() {
      const deadline = performance.now() + 5000;
      for (;;) {
        const left = listProcesses(bin);
        if (left.length === 0) return;
        if (performance.now() > deadline) throw new Error(`still running: ${left.join('; ')}`);
        await delay(10);
      }
    },
    [Symbol.dispose]() {
      // Only a test that fails has left any.
      for (const left of listProcesses(bin)) process.kill(Number(left.split(' ')[0]), 'SIGKILL');
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** Processes whose PATH begins with the directory, as `pid command line`. */
function listProcesses(bin: string): string[] {
  return (
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .filter((pid) =>
        read(`/proc/${pid}/environ`)
          .split('\0')
          .some((line) => line.startsWith(`PATH=${bin}:`)),
      )
      .map((pid) => ({ pid, command: read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim() }))
      // A process that has ended shows no command line.
      .filter(({ command }) => command !== '')
      .map(({ pid, command }) => `${pid} ${command}`)
  );
}

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
