/** Type-checks the workspace as a whole, then each package under its own, narrower settings. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
const projects = ['.', ...readdirSync(join(root, 'packages')).map((name) => `packages/${name}`)];

let failed = false;
for (const project of projects) {
  if (!existsSync(join(root, project, 'tsconfig.json'))) continue;
  const { status } = spawnSync(process.execPath, [tsc, '-p', project], { cwd: root, stdio: 'inherit' });
  if (status !== 0) failed = true;
}
process.exit(failed ? 1 : 0);
