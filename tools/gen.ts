/** Rewrites everything that is generated: schemas, tables and pages of the reference. Tests fail while something is stale. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

for (const script of [
  'gen-config.ts',
  'gen-cli.ts',
  'gen-rule-docs.ts',
  'gen-waf-controls.ts',
  'gen-scanner-docs.ts',
  'gen-openapi.ts',
  'gen-server-config.ts',
]) {
  const { status } = spawnSync(process.execPath, [join(import.meta.dirname, script)], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
