import type { RememberedTree } from '@securescan/core';
import { findPythonLicence, normalisePypiName } from '@securescan/inventory';
import { asRepoPath } from '@securescan/model';
import type { LicenceEvidence } from './subject.ts';

/** A package installed in a virtual environment of the target. */
export interface InstalledPython {
  readonly name: string;
  readonly version: string;
  readonly evidence: LicenceEvidence;
  /** Path of its metadata below the root. */
  readonly path: string;
}

/** A virtual environment below the root. */
export interface VirtualEnv {
  /** Directory below the root. */
  readonly path: string;
  readonly packages: readonly InstalledPython[];
}

const NAMES = ['.venv', 'venv', 'env'];
const MAX_METADATA_BYTES = 2_000_000;
/** What every environment holds by itself. */
const OWN_TOOLS = new Set(['pip', 'setuptools', 'wheel']);

/** Whether a package is part of every environment rather than of the project. */
export function isOwnTool(name: string): boolean {
  return OWN_TOOLS.has(normalisePypiName(name));
}

/** Directories below an environment that hold its packages. */
async function listSitePackages(tree: RememberedTree, environment: string): Promise<readonly string[]> {
  const versions = await tree.listDirectory(asRepoPath(`${environment}/lib`));
  return [
    ...versions.filter((name) => /^python3\.\d+$/.test(name)).map((name) => `${environment}/lib/${name}/site-packages`),
    `${environment}/Lib/site-packages`,
  ];
}

async function readPackage(tree: RememberedTree, directory: string): Promise<InstalledPython | null> {
  const path = `${directory}/METADATA`;
  const text = await tree.readText(asRepoPath(path), MAX_METADATA_BYTES);
  const name = /^Name:[ \t]*(\S+)/m.exec(text ?? '')?.[1];
  const version = /^Version:[ \t]*(\S+)/m.exec(text ?? '')?.[1];
  if (text === null || name === undefined || version === undefined) return null;
  const licence = findPythonLicence(text);
  const evidence: LicenceEvidence =
    licence === null ? { kind: 'silent', source: path } : { kind: 'declared', text: licence, source: path };
  return { name, version, evidence, path };
}

/**
 * Virtual environments in the given directories of the target, with the metadata of what is installed in them. Only files
 * are read; nothing of the environment runs.
 */
export async function findVirtualEnvs(
  tree: RememberedTree,
  directories: readonly string[],
  signal: AbortSignal,
): Promise<readonly VirtualEnv[]> {
  const found: VirtualEnv[] = [];
  for (const path of directories.flatMap((base) => NAMES.map((name) => (base === '' ? name : `${base}/${name}`)))) {
    if ((await tree.readText(asRepoPath(`${path}/pyvenv.cfg`))) === null) continue;
    const packages: InstalledPython[] = [];
    for (const site of await listSitePackages(tree, path)) {
      const entries = await tree.listDirectory(asRepoPath(site));
      for (const entry of entries.filter((name) => name.endsWith('.dist-info'))) {
        signal.throwIfAborted();
        const one = await readPackage(tree, `${site}/${entry}`);
        if (one && !isOwnTool(one.name)) packages.push(one);
      }
    }
    found.push({ path, packages });
  }
  return found;
}
