/**
 * The long form of the tests that need many rounds to mean something: a server killed a hundred times on each database.
 * `npm run proof -- --kills 100 --seed 7 --minutes 20 --database sqlite`; the seed is printed, and the same seed repeats the choices.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const root = join(import.meta.dirname, '..');
const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '100' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    minutes: { type: 'string', default: '20' },
    database: { type: 'string', default: 'sqlite,postgres' },
  },
});
process.stdout.write(`seed ${values.seed}, ${values.kills} kills on each of: ${values.database}\n`);
const { status } = spawnSync(
  join(root, 'node_modules', '.bin', 'vitest'),
  ['run', 'e2e/server/kill-nine.test.ts', '--reporter=verbose'],
  {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      SECURESCAN_PROOF_KILLS: values.kills,
      SECURESCAN_PROOF_SEED: values.seed,
      // For each database.
      SECURESCAN_PROOF_MINUTES: values.minutes,
      SECURESCAN_TEST_DATABASES: values.database,
    },
  },
);
process.exit(status ?? 1);
