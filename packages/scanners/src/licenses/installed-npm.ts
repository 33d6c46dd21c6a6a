import type { RememberedTree } from '@securescan/core';
import { findNpmLicence, type Inventory } from '@securescan/inventory';
import { asRepoPath } from '@securescan/model';
import { directoryOf } from '../tool-report/index.ts';
import type { LicenceEvidence } from './subject.ts';

const MAX_PACKAGE_JSON_BYTES = 1_000_000;
const PARALLEL_READS = 32;

interface Candidate {
  readonly purl: string;
  readonly name: string;
  readonly version: string | null;
  readonly path: string;
}

/** How many packages that ask for one are looked into for a copy of it. */
const MAX_PARENTS = 20;

type Contribution = Inventory['contributions'][number];
type Component = Contribution['components'][number];

function toFullName({ group, name }: Pick<Component, 'group' | 'name'>): string {
  return group === null ? name : `${group}/${name}`;
}

/** Names of the packages of a file that ask for each of the others. */
function indexParents({ components, edges }: Contribution): ReadonlyMap<string, readonly string[]> {
  const names = new Map(components.map((component) => [component.purl, component.alias ?? toFullName(component)]));
  const parents = new Map<string, string[]>();
  for (const [from, to] of edges) {
    const name = names.get(from);
    const list = parents.get(to);
    if (name === undefined) continue;
    if (list) list.push(name);
    else parents.set(to, [name]);
  }
  return parents;
}

/**
 * Where the `package.json` of a package may lie: at the place the lockfile tells, at the top, or, where a lockfile does not
 * tell (Yarn), inside one of the packages that ask for it.
 */
function listPlaces(component: Component, parents: readonly string[]): readonly string[] {
  const installed = component.alias ?? toFullName(component);
  const places = [
    component.installPath ?? `node_modules/${installed}`,
    ...parents.slice(0, MAX_PARENTS).map((parent) => `node_modules/${parent}/node_modules/${installed}`),
  ];
  return [...new Set(places)].map((place) => `${place}/package.json`);
}

/** `package.json` of every installed npm package whose licence the lockfile does not carry. */
function listCandidates({ bom, contributions }: Inventory): readonly Candidate[] {
  const missing = new Set(
    bom.components.filter(({ ecosystem, licence }) => ecosystem === 'npm' && licence === null).map(({ purl }) => purl),
  );
  return contributions.flatMap((contribution) => {
    const wanted = contribution.components.filter(({ purl }) => missing.has(purl));
    if (wanted.length === 0) return [];
    const base = directoryOf(contribution.path);
    const parents = indexParents(contribution);
    return wanted.flatMap((component) =>
      listPlaces(component, parents.get(component.purl) ?? []).map((place) => ({
        purl: component.purl,
        name: toFullName(component),
        version: component.version,
        path: base === '' ? place : `${base}/${place}`,
      })),
    );
  });
}

/** Relative, without steps upwards, and nothing that another system reads as a root. */
function isBelowRoot(path: string): boolean {
  return !/^(?:\/|[A-Za-z]:)|[\\\0]/.test(path) && !path.split('/').includes('..');
}

async function readCandidate(tree: RememberedTree, candidate: Candidate): Promise<LicenceEvidence | null> {
  // A path out of a lockfile may point anywhere; the tree refuses what lies outside of it.
  if (!isBelowRoot(candidate.path)) return null;
  const text = await tree.readText(asRepoPath(candidate.path), MAX_PACKAGE_JSON_BYTES);
  if (text === null) return null;
  let manifest: unknown;
  try {
    manifest = JSON.parse(text);
  } catch {
    return null; // damaged metadata says nothing about the licence; the package counts as not looked at
  }
  if (typeof manifest !== 'object' || manifest === null) return null;
  const { name, version } = manifest as { readonly name?: unknown; readonly version?: unknown }; // read as unknown fields
  const isOther = name !== candidate.name || (candidate.version !== null && version !== candidate.version);
  if (isOther) return null;
  const licence = findNpmLicence(manifest);
  return licence === null
    ? { kind: 'silent', source: candidate.path }
    : { kind: 'declared', text: licence, source: candidate.path };
}

/** Licences that installed npm packages declare, by package URL. */
export async function readInstalledNpm(
  tree: RememberedTree,
  inventory: Inventory,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, LicenceEvidence>> {
  const found = new Map<string, LicenceEvidence>();
  const candidates = listCandidates(inventory);
  for (let at = 0; at < candidates.length; at += PARALLEL_READS) {
    signal.throwIfAborted();
    const batch = candidates.slice(at, at + PARALLEL_READS);
    const evidence = await Promise.all(batch.map((candidate) => readCandidate(tree, candidate)));
    for (const [i, candidate] of batch.entries()) {
      const one = evidence[i];
      if (one && found.get(candidate.purl)?.kind !== 'declared') found.set(candidate.purl, one);
    }
  }
  return found;
}
