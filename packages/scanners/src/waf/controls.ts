import type { RememberedTree } from '@securescan/core';
import { asRepoPath, SecureScanError } from '@securescan/model';
import { type ConfigurationFile, type Control, type ControlProblem, loadControls } from '@securescan/waf';
import { readCatalogueFiles } from '@securescan/waf-catalogue';
import { listNote } from '../tool-report/index.ts';

const MAX_CONTROL_BYTES = 1024 * 1024;
const CONTROL = /\.ya?ml$/i;

let builtIn: readonly Control[] | undefined;

/** The controls that ship with the product; read once. */
export function loadBuiltInControls(): readonly Control[] {
  builtIn ??= loadControls(readCatalogueFiles()).controls;
  return builtIn;
}

/**
 * The controls of a scan: those at the places, else those that ship with the product.
 * @throws SecureScanError E_CONFIG_NOT_FOUND when a place has no control
 */
export async function readControls(
  tree: RememberedTree,
  places: readonly string[],
): Promise<{ readonly controls: readonly Control[]; readonly notes: readonly string[] }> {
  if (places.length === 0) return { controls: loadBuiltInControls(), notes: [] };
  const files: ConfigurationFile[] = [];
  for (const place of places) files.push(...(await readPlace(tree, place)));
  const { controls, problems } = loadControls(files);
  if (controls.length === 0) {
    throw new SecureScanError(
      'E_CONFIG_INVALID',
      `None of the controls that scanners.waf.controls names can be used: ${problems.map(toSentence).slice(0, 3).join('; ')}`,
    );
  }
  return {
    controls,
    notes: [
      ...listNote(
        problems.filter(({ severity }) => severity === 'error').map(toSentence),
        (names) => `Controls with mistakes were not used: ${names}`,
      ),
      ...listNote(
        problems.filter(({ severity }) => severity === 'warning').map(toSentence),
        (names) => `Controls with doubtful members: ${names}`,
      ),
    ],
  };
}

async function readPlace(tree: RememberedTree, place: string): Promise<readonly ConfigurationFile[]> {
  const names = CONTROL.test(place) ? [] : await tree.listDirectory(asRepoPath(place));
  const paths = CONTROL.test(place)
    ? [place]
    : names.filter((name) => CONTROL.test(name)).map((name) => (place === '' ? name : `${place}/${name}`));
  const files: ConfigurationFile[] = [];
  for (const path of paths) {
    const text = await tree.readText(asRepoPath(path), MAX_CONTROL_BYTES);
    if (text !== null) files.push({ path, text });
  }
  if (files.length > 0) return files;
  throw new SecureScanError(
    'E_CONFIG_NOT_FOUND',
    `scanners.waf.controls names ${place}, where no control (*.yml, *.yaml) is; correct the path in .securescan.yml or remove the entry.`,
    { details: { path: place } },
  );
}

function toSentence({ file, line, column, message }: ControlProblem): string {
  return `${file}:${line}:${column}: ${message}`;
}
