/** Runs at the end of `npm ci`: builds what the `securescan` command needs. */
await import('./build.ts');
