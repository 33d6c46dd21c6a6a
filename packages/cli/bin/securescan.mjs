#!/usr/bin/env node
// Kept in syntax that old Nodes read: it checks the runtime before anything newer is loaded.
import { existsSync } from 'node:fs';
import module from 'node:module';
import { fileURLToPath } from 'node:url';

const MINIMUM = 24;

async function start() {
  if (Number(process.versions.node.split('.')[0]) < MINIMUM) return startPinned();
  module.enableCompileCache();
  const built = new URL('../dist/main.mjs', import.meta.url);
  await import(existsSync(built) ? built.href : new URL('../src/main.ts', import.meta.url).href);
}

/** A checkout brings its own runtime as a dependency; use it when it is there. */
async function startPinned() {
  const pinned = fileURLToPath(new URL('../../../node_modules/.bin/node', import.meta.url));
  if (!existsSync(pinned)) {
    process.stderr.write(
      `securescan: needs Node ${MINIMUM} or newer, this is ${process.versions.node}; install a current Node, or run npm ci in the checkout first\n`,
    );
    process.exit(3);
  }
  const { spawn } = await import('node:child_process');
  const child = spawn(pinned, process.argv.slice(1), { stdio: 'inherit' });
  // A terminal sends Ctrl-C to both; the child cleans up and decides how to end. Other senders reach only this process.
  process.on('SIGINT', () => child.kill('SIGINT'));
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('error', (error) => {
    process.stderr.write(`securescan: cannot start ${pinned}: ${error.message}\n`);
    process.exit(3);
  });
  child.on('exit', (code) => process.exit(code === null ? 3 : code));
}

await start();
