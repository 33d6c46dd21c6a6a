/** Writes docs/reference/server-configuration.generated.md from the table of settings. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderConfigReference } from '../packages/server/src/config/reference.ts';

/** The generated page. */
export const SERVER_CONFIG_FILE: string = join(
  import.meta.dirname,
  '..',
  'docs',
  'reference',
  'server-configuration.generated.md',
);

if (import.meta.main) writeFileSync(SERVER_CONFIG_FILE, renderConfigReference());
