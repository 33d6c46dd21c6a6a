import { collectInventory, isManifest, type LicencePolicy, type ManifestFile } from '@securescan/inventory';
import { compareCodePoints, SecureScanError, type SkipReason } from '@securescan/model';
import { defineScanner, type RememberedTree, type ScannerContext, type ScannerReport } from '@securescan/core';
import { directoryOf, listNote, toAbsolute } from '../tool-report/index.ts';
import { readInstalledNpm } from './installed-npm.ts';
import { judgeSubject } from './judge.ts';
import { completeByTool } from './pip-licenses.ts';
import { createPlaceFinder } from './place.ts';
import { type Subject, toLabel } from './subject.ts';
import { listSubjects } from './subjects.ts';
import { findVirtualEnvs, type VirtualEnv } from './virtual-env.ts';

const MAX_MANIFEST_BYTES = 32 * 1024 * 1024;

/** Licences of the target's own dependencies, from its lockfiles and from the metadata of what is installed in it. */
export const licenses = defineScanner({
  id: 'licenses',
  scanType: 'dependency',
  description: 'Judges the licences of the dependencies: copyleft, restricted, unknown, and those the project denies.',
  checks: ['copyleft licences', 'restricted licences', 'unknown licences', 'allow-list and deny-list'],
  targets: ['directory', 'file'],
  tool: null,
  optionalTool: {
    command: 'pip-licenses',
    versionArgs: ['--version'],
    parseVersion: (output) => /^pip-licenses (\S+)/m.exec(output)?.[1] ?? null,
    installHint: { default: 'pip install pip-licenses', linux: 'pipx install pip-licenses' },
    distribution: { kind: 'pypi', package: 'pip-licenses', version: '5.5.5', lockFile: 'pip-licenses.txt' },
  },
  usesOptionalTool: ({ runTargetPython }) => runTargetPython === true,
  expectedSeconds: 3,
  reads: isManifest,
  findSkipReason,
  run,
});

async function findSkipReason(context: ScannerContext): Promise<SkipReason | null> {
  if ((await context.tree.files()).some(({ path }) => isManifest(path))) return null;
  return { code: 'nothing-to-scan', reason: 'no manifest or lockfile', installHint: null };
}

async function run(context: ScannerContext): Promise<ScannerReport> {
  const { tree, options, signal, toolStatus } = context;
  const policy = options.licences;
  // What a tool says of an environment does not follow from files alone.
  if (options.runTargetPython === true && toolStatus?.state === 'ready') {
    const files = (await tree.files()).filter(({ path }) => isManifest(path));
    const view: RememberedTree = {
      files,
      readText: (path, maxBytes) => tree.readText(path, maxBytes),
      listDirectory: (path) => context.host.listDirectory(toAbsolute(tree.root, path)),
    };
    return judgeTree(view, policy, signal, (found) => completeAll(context, found));
  }
  return tree.remember({
    name: 'licenses',
    settings: JSON.stringify(policy),
    reads: isManifest,
    run: (view) => judgeTree(view, policy, signal, async (environments) => ({ environments, notes: [] })),
  });
}

interface Environments {
  readonly environments: readonly VirtualEnv[];
  readonly notes: readonly string[];
}

async function judgeTree(
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

async function completeAll(context: ScannerContext, found: readonly VirtualEnv[]): Promise<Environments> {
  const environments: VirtualEnv[] = [];
  const notes: string[] = [];
  for (const environment of found) {
    try {
      const completed = await completeByTool(context, environment);
      environments.push(completed.environment);
      notes.push(...completed.notes);
    } catch (error) {
      if (!(error instanceof SecureScanError) || error.code === 'E_CANCELLED') throw error;
      environments.push(environment);
      notes.push(`pip-licenses could not list ${environment.path}: ${error.message}`);
    }
  }
  return { environments, notes };
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
