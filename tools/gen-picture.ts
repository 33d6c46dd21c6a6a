/** Draws docs/images/scan.svg from a real run of the built command; needs semgrep and bandit (`npm run tools:install`). */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { renderTerminalSvg } from './terminal-svg.ts';
import { testToolsDirectory } from './test-tools-directory.ts';

const root = join(import.meta.dirname, '..');
const home = mkdtempSync(join(tmpdir(), 'securescan-picture-'));
const args = [
  'scan',
  'examples/python-web',
  '--scanner',
  'semgrep',
  '--scanner',
  'bandit',
  '--scanner',
  'secrets',
  '--output',
  'text',
  '--quiet',
  '--no-save',
];
try {
  const output = execFileSync(process.execPath, [join(root, 'packages', 'cli', 'bin', 'securescan.mjs'), ...args], {
    cwd: root,
    env: { PATH: process.env['PATH'], HOME: home, FORCE_COLOR: '1', SECURESCAN_TOOLS_DIR: testToolsDirectory() },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  writeFileSync(
    join(root, 'docs', 'images', 'scan.svg'),
    renderTerminalSvg('npx securescan scan examples/python-web', output),
  );
} finally {
  rmSync(home, { recursive: true, force: true });
}
