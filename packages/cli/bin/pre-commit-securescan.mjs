#!/usr/bin/env node
// Hook entry: ignores the file names it is given and scans what is staged.
process.argv.splice(2, process.argv.length, 'scan', '--staged', '.');
await import('./securescan.mjs');
