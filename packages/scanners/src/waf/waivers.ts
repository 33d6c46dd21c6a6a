import type { RememberedTree } from '@securescan/core';
import { parseWaivers, type Waiver } from '@securescan/waf';
import { directoryOf, listNote } from '../tool-report/index.ts';
import { isWaiverFile } from './files.ts';

const MAX_WAIVER_BYTES = 1024 * 1024;

/** The waivers at the top of the tree: `risk_acceptance.yml` before `.wafpass-skip.yml`, as the command takes them. */
export async function readWaivers(
  tree: RememberedTree,
): Promise<{ readonly waivers: readonly Waiver[]; readonly notes: readonly string[] }> {
  const all = tree.files.map(({ path }) => path).filter(isWaiverFile);
  const atTop = all.filter((path) => directoryOf(path) === '');
  const path = atTop.find((one) => one.startsWith('risk_acceptance')) ?? atTop[0];
  const elsewhere = listNote(
    all.filter((one) => one !== path),
    (names) => `Only one file of waivers counts, at the top of what is scanned; not used: ${names}.`,
  );
  if (path === undefined) return { waivers: [], notes: elsewhere };
  const text = await tree.readText(path, MAX_WAIVER_BYTES);
  if (text === null)
    return { waivers: [], notes: [`${path} is too large or cannot be read; its waivers do not hold.`] };
  const { waivers, problems } = parseWaivers(text, path);
  return {
    waivers,
    notes: [
      ...listNote(
        problems.map(({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`),
        (names) => `Waivers with mistakes: ${names}`,
      ),
      ...elsewhere,
    ],
  };
}
