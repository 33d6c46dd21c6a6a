#!/usr/bin/env node
// Hook entry: scans what is staged. Options in the user's hook configuration are kept, file names are not.
process.argv.splice(2, 0, 'pre-commit-hook');
await import('./securescan.mjs');
