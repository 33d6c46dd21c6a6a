/** Writes docs/reference/openapi.generated.json from the routes. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildOpenApi } from '../packages/contract/src/index.ts';

const root = join(import.meta.dirname, '..');

/** The generated document. */
export const OPENAPI_FILE: string = join(root, 'docs', 'reference', 'openapi.generated.json');

/** The OpenAPI document of this version as it is checked in. */
export function renderOpenApi(): string {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  return `${JSON.stringify(buildOpenApi(version), null, 2)}\n`;
}

if (import.meta.main) writeFileSync(OPENAPI_FILE, renderOpenApi());
