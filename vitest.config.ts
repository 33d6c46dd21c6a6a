import { defineConfig } from 'vitest/config';
import { testToolsDirectory } from './tools/test-tools-directory.ts';

export default defineConfig({
  test: {
    include: ['packages/*/src/**/*.test.ts', 'packages/*/test/**/*.test.ts', 'tools/**/*.test.ts', 'e2e/**/*.test.ts'],
    environment: 'node',
    pool: 'forks',
    // A missing golden file fails; only `npm run test:update` writes one.
    update: process.argv.includes('--update') || process.argv.includes('-u') ? 'all' : 'none',
    testTimeout: 30_000,
    hookTimeout: 120_000,
    reporters: ['default', './tools/closing-line-reporter.ts'],
    env: { TZ: 'UTC', SECURESCAN_TOOLS_DIR: testToolsDirectory() },
  },
});
