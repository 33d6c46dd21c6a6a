import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { testToolsDirectory } from '../tools/test-tools-directory.ts';

const root = join(import.meta.dirname, '..');

/** The built command, started the way the launcher starts it. */
export const SECURESCAN = join(root, 'packages', 'cli', 'bin', 'securescan.mjs');

/** Environment of a run whose state (database, cache) is its own and lasts as long as the bench. */
export function makeBenchEnvironment(): NodeJS.ProcessEnv & { readonly HOME: string } {
  const home = mkdtempSync(join(tmpdir(), 'securescan-bench-home-'));
  return {
    PATH: `${join(root, 'node_modules', '.bin')}${delimiter}${process.env['PATH'] ?? ''}`,
    HOME: home,
    SECURESCAN_TOOLS_DIR: testToolsDirectory(),
    LANG: 'C.UTF-8',
  };
}
