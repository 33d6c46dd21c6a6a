import { collectInventory, type LicencePolicy, type ManifestFile } from '@securescan/inventory';
import { compareCodePoints } from '@securescan/model';
import type { RememberedTree, ScannerReport } from '@securescan/core';
import { directoryOf, listNote } from '../tool-report/index.ts';
import { readInstalledNpm } from './installed-npm.ts';
import { judgeSubject } from './judge.ts';
import { createPlaceFinder } from './place.ts';
import { type Subject, toLabel } from './subject.ts';
import { listSubjects } from './subjects.ts';
import { findVirtualEnvs, type VirtualEnv } from './virtual-env.ts';

const MAX_MANIFEST_BYTES = 32 * 1024 * 1024;

/** Virtual environments of the target, and what went wrong on the way to them. */
export interface Environments {
  readonly environments: readonly VirtualEnv[];
  readonly notes: readonly string[];
}

/**
 * Reads manifests and installed metadata and judges every package by its licence.
 * @param complete - adds what a tool says of the environments
 */
export async function judgeTree(
  tree: RememberedTree,
  policy: LicencePolicy,
  signal: AbortSignal,
  complete: (found: readonly VirtualEnv[]) => Promise<Environments>,
): Promise<ScannerReport> {
  const { files, unreadable } = await readManifests(tree, signal);
  const inventory = collectInventory(files, { name: 'target', maxDepth: Infinity });
  const directories = [...new Set(['', ...files.map(({ path }) => directoryOf(path))])].toSorted(compareCodePoints);
  const { environments, notes } = await complete(await findVirtualEnvs(tree, directories, signal));
  const npm = await readInstalledNpm(tree, inventory, signal);
  const subjects = listSubjects(inventory, npm, environments);
  const findPlace = createPlaceFinder(inventory, new Map(files.map(({ path, text }) => [path, text])));
  const problems = inventory.bom.sources.filter(({ problem }) => problem !== null);
  return {
    findings: subjects.flatMap((subject) => {
      const finding = judgeSubject(subject, policy, findPlace(subject));
      return finding === null ? [] : [finding];
    }),
    notes: [
      ...problems.map(({ path, problem }) => `${path} ${problem}`),
      ...unreadable.map((path) => `${path} is too large or cannot be read; its packages were not judged`),
      ...noteUnseen(subjects),
      ...notes,
    ],
  };
}

async function readManifests(
  tree: RememberedTree,
  signal: AbortSignal,
): Promise<{ readonly files: readonly ManifestFile[]; readonly unreadable: readonly string[] }> {
  const files: ManifestFile[] = [];
  const unreadable: string[] = [];
  for (const { path } of tree.files) {
    signal.throwIfAborted();
    const text = await tree.readText(path, MAX_MANIFEST_BYTES);
    if (text === null) unreadable.push(path);
    else files.push({ path, text });
  }
  return { files, unreadable };
}

/** Why nothing was said of some packages: where one would have to look. */
const WHERE: Readonly<Record<string, string>> = {
  npm: 'the lockfile has none and nothing is installed in node_modules',
  pypi: 'nothing is installed in a virtual environment of the target (.venv, venv, env)',
};

function noteUnseen(subjects: readonly Subject[]): readonly string[] {
  const unseen = subjects.filter(({ evidence }) => evidence.kind === 'unseen');
  const ecosystems = [...new Set(unseen.map(({ ecosystem }) => ecosystem))].toSorted(compareCodePoints);
  return ecosystems.flatMap((ecosystem) => {
    const labels = unseen.filter((subject) => subject.ecosystem === ecosystem).map(toLabel);
    const why = WHERE[ecosystem] ?? 'the lockfile has none';
    return listNote(
      labels,
      (names) => `Licences not seen, since ${why} (${ecosystem}, ${labels.length} in all): ${names}.`,
    );
  });
}
