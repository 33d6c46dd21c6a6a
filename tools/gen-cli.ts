/** Writes docs/reference/cli.md from the tables of commands and options. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { renderCliReference } from '../packages/cli/src/index.ts';

writeFileSync(join(import.meta.dirname, '..', 'docs', 'reference', 'cli.md'), renderCliReference());
