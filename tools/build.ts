/** Bundles the command and its worker threads into `packages/cli/dist`. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'rolldown';

const cli = join(import.meta.dirname, '..', 'packages', 'cli');

rmSync(join(cli, 'dist'), { recursive: true, force: true });
await build({
  input: { main: join(cli, 'src', 'main.ts') },
  platform: 'node',
  output: {
    dir: join(cli, 'dist'),
    format: 'esm',
    entryFileNames: '[name].mjs',
    chunkFileNames: 'chunks/[name]-[hash].mjs',
  },
  logLevel: 'warn',
});
