import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ConfigurationFile } from '@securescan/waf';

/** The controls that ship with the product, as texts, sorted by path. */
export function readCatalogueFiles(): readonly ConfigurationFile[] {
  const folder = fileURLToPath(new URL('../controls/', import.meta.url));
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.yml'))
    .toSorted()
    .map((path) => ({ path: path.replaceAll('\\', '/'), text: readFileSync(join(folder, path), 'utf8') }));
}
