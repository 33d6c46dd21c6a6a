/**
 * Installs the real tools that tests run: through the product's own `tools install` into a directory of the tests, and
 * nmap and bubblewrap through the system's package manager where that is possible. Never fails: a tool that cannot be had
 * is reported, and its tests are skipped with the reason.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { testToolsDirectory } from './test-tools-directory.ts';

const root = join(import.meta.dirname, '..');
const command = join(root, 'packages', 'cli', 'bin', 'securescan.mjs');
const PRIVATE_TOOLS = ['bandit', 'semgrep', 'checkov', 'safety', 'pip-licenses', 'gitleaks'];
/** Sends what the OpenAPI document allows, and what it does not, to a running server. */
const SCHEMATHESIS = 'schemathesis==4.32.5';
const SYSTEM_TOOLS = [
  ['nmap', 'nmap'],
  ['bwrap', 'bubblewrap'],
  // Journeys through the dashboard.
  ['chromium', 'chromium'],
] as const;

for (const tool of PRIVATE_TOOLS) {
  const { status, stderr } = spawnSync(process.execPath, [command, 'tools', 'install', tool], {
    env: { ...process.env, SECURESCAN_TOOLS_DIR: testToolsDirectory() },
    encoding: 'utf8',
    timeout: 600_000,
  });
  process.stdout.write(`${tool}: ${status === 0 ? 'ready' : `not here: ${lastLine(stderr)}`}\n`);
}

const schemathesis = join(testToolsDirectory(), 'schemathesis');
const python = join(schemathesis, 'bin', 'python');
if (!existsSync(join(schemathesis, 'bin', 'schemathesis'))) {
  spawnSync('python3', ['-m', 'venv', schemathesis], { stdio: 'ignore', timeout: 120_000 });
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', SCHEMATHESIS];
  spawnSync(python, pip, { stdio: 'ignore', timeout: 600_000 });
}
process.stdout.write(
  `schemathesis: ${existsSync(join(schemathesis, 'bin', 'schemathesis')) ? 'ready' : `not here: install ${SCHEMATHESIS} from PyPI`}\n`,
);

for (const [executable, packageName] of SYSTEM_TOOLS) {
  if (!isHere(executable) && process.getuid?.() === 0 && isHere('apt-get')) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    spawnSync('apt-get', ['update', '-qq'], { env, timeout: 300_000 });
    spawnSync('apt-get', ['install', '-y', '-qq', packageName], { env, timeout: 300_000 });
  }
  process.stdout.write(
    `${executable}: ${isHere(executable) ? 'ready' : `not here: install the package ${packageName}`}\n`,
  );
}

function isHere(executable: string): boolean {
  return spawnSync(executable, ['--version'], { stdio: 'ignore' }).error === undefined;
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
