import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findDefaultRules, loadRuleCatalogue, type RuleCatalogue } from '@securescan/scanners';
import { compareCodePoints } from '@securescan/model';

/** The catalogue with the rules of the semgrep files that we ship. */
export async function readRuleCatalogue(): Promise<RuleCatalogue> {
  const directory = findDefaultRules();
  const names = (await readdir(directory)).filter((name) => name.endsWith('.yml')).toSorted(compareCodePoints);
  return loadRuleCatalogue(await Promise.all(names.map((name) => readFile(join(directory, name), 'utf8'))));
}
