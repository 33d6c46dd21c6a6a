import { isManifest } from '@securescan/inventory';
import type { SkipReason } from '@securescan/model';
import { defineScanner, type RememberedTree, type ScannerContext, type ScannerReport } from '@securescan/core';
import { toAbsolute } from '../tool-report/index.ts';

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
    const { judgeTree } = await import('./judge-tree.ts');
    const { completeAll } = await import('./pip-licenses.ts');
    return judgeTree(view, policy, signal, (found) => completeAll(context, found));
  }
  return tree.remember({
    name: 'licenses',
    settings: JSON.stringify(policy),
    reads: isManifest,
    async run(view) {
      // Brings the readers of all lockfile formats along, which a remembered result does without.
      const { judgeTree } = await import('./judge-tree.ts');
      return judgeTree(view, policy, signal, async (environments) => ({ environments, notes: [] }));
    },
  });
}
