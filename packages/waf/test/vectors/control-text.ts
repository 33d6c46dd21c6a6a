import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dump } from 'js-yaml';
import type { ConfigurationFile } from '../../src/evaluate/configuration-tree.ts';

/** A recorded control as the file that the reference read. */
export function toControlFile(control: unknown): ConfigurationFile {
  const id = typeof control === 'object' && control !== null && 'id' in control ? String(control.id) : 'control';
  return { path: `${id}.yml`, text: dump(control) };
}

const places = [
  process.env['WAFPASS_CONTROLS_DIR'] ?? '',
  join(import.meta.dirname, '../../../../../shared/data/wafpp-controls'),
];

/** The framework's own control files, which are no part of this repository; null where they are not at hand. */
export function readFrameworkFiles(): readonly ConfigurationFile[] | null {
  const folder = places.find((place) => place !== '' && existsSync(join(place, 'WAF-SEC-010.yml')));
  if (folder === undefined) return null;
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yml'))
    .toSorted()
    .map((path) => ({ path, text: readFileSync(join(folder, path), 'utf8') }));
}

/** Why tests with the framework's controls are skipped. */
export const WITHOUT_FRAMEWORK =
  'needs the control files of the framework: ../shared/data/wafpp-controls or WAFPASS_CONTROLS_DIR';
