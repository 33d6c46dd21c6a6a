#!/usr/bin/env node
// Kept in syntax that old Nodes read: it checks the runtime before anything newer is loaded.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const MINIMUM = 24;

async function start() {
  if (Number(process.versions.node.split('.')[0]) < MINIMUM) {
    // A checkout brings its own runtime as a dependency; use it when it is there.
    const pinned = fileURLToPath(new URL('../../../node_modules/.bin/node', import.meta.url));
    if (!existsSync(pinned)) {
      process.stderr.write(
        `securescan: needs Node ${MINIMUM} or newer, this is ${process.versions.node}; install a current Node, or run npm ci in the checkout first\n`,
      );
      process.exit(3);
    }
    const child = spawnSync(pinned, process.argv.slice(1), { stdio: 'inherit' });
    process.exit(child.status === null ? 3 : child.status);
  }
  const built = new URL('../dist/main.mjs', import.meta.url);
  await import(existsSync(built) ? built.href : new URL('../src/main.ts', import.meta.url).href);
}

await start();
