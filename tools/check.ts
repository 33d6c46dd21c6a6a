/**
 * Everything that must hold before a change lands: format, lint, types, unused code, the built command, all tests.
 * Goes on after a failure, so that one run shows all of them, and ends with the runner's closing line.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const bin = (name: string): string => join(root, 'node_modules', '.bin', name);

const steps: readonly (readonly [name: string, command: string, args: readonly string[]])[] = [
  ['format', bin('prettier'), ['--check', '.', '--log-level', 'warn']],
  ['lint', bin('oxlint'), ['--type-aware', '--deny-warnings']],
  ['types', process.execPath, ['tools/typecheck.ts']],
  ['unused code', bin('knip'), []],
  ['build', process.execPath, ['tools/build.ts']],
  ['test tools', process.execPath, ['tools/install-test-tools.ts']],
  ['tests', bin('vitest'), ['run']],
];

const failed: string[] = [];
for (const [name, command, args] of steps) {
  process.stdout.write(`\n== ${name}\n`);
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) failed.push(error ? `${name} (${error.message})` : name);
}
if (failed.length > 0) {
  process.stdout.write(`\nFailed: ${failed.join(', ')}\n`);
  process.exit(1);
}
