import type { BomScope } from '@securescan/model';
import { type ReadFile, findLockfiles } from './cover.ts';
import { strongerScope } from './reading/component.ts';
import type { ReadComponent } from './reading/types.ts';
import { satisfies } from './versions/schemes.ts';

/** A file after manifests and lockfiles were set against each other: what it contributes. */
export interface Contribution {
  readonly path: string;
  readonly components: readonly ReadComponent[];
  readonly edges: readonly (readonly [from: string, to: string])[];
  /** Package URLs the project asks for itself, with the scope. */
  readonly roots: ReadonlyMap<string, BomScope | null>;
}

interface Draft {
  components: readonly ReadComponent[];
  readonly roots: Map<string, BomScope | null>;
}

function toKey({ group, name }: Pick<ReadComponent, 'group' | 'name'>): string {
  return `${group ?? ''}/${name}`.toLowerCase().replaceAll(/[-_.]+/g, '-');
}

/** Finds the package URLs that a lockfile has for a request. */
type LockfileIndex = (wanted: ReadComponent) => readonly string[];

/** Looks requests of manifests up in one lockfile. */
function indexLockfile({ reading }: ReadFile): LockfileIndex {
  const { components } = reading;
  const byPath = new Map(components.map((component) => [component.installPath ?? '', component]));
  const byName = new Map<string, ReadComponent[]>();
  for (const component of components) {
    const key = toKey(component);
    const list = byName.get(key);
    if (list) list.push(component);
    else byName.set(key, [component]);
  }
  return (wanted: ReadComponent): readonly string[] => {
    const scopePrefix = wanted.group === null ? '' : `${wanted.group}/`;
    const installed = wanted.alias ?? `${scopePrefix}${wanted.name}`;
    const keyed = reading.resolutions.get(`${installed}@${wanted.range ?? ''}`);
    if (keyed !== undefined) return [keyed];
    const atTop = byPath.get(`node_modules/${installed}`);
    if (atTop && fits(wanted, atTop)) return [atTop.purl];
    const named = byName.get(toKey(wanted)) ?? [];
    const fitting = named.filter((component) => fits(wanted, component));
    return (fitting.length > 0 ? fitting : named).map(({ purl }) => purl);
  };
}

/** Whether a locked version is what the manifest asks for. */
function fits({ version, range, ecosystem }: ReadComponent, locked: ReadComponent): boolean {
  if (version !== null) return locked.version === version;
  return locked.version !== null && satisfies(ecosystem, locked.version, range ?? '*');
}

/** Sets manifests against the lockfiles that cover them: what is locked counts once, with its resolved version. */
export function resolveFiles(files: readonly ReadFile[]): readonly Contribution[] {
  const drafts = new Map<ReadFile, Draft>(
    files.map((file) => [file, { components: file.reading.components, roots: new Map(file.reading.roots ?? []) }]),
  );
  // Built once per lockfile: a workspace has one manifest per member.
  const indexes = new Map(
    files.filter(({ reader }) => reader.kind === 'lockfile').map((file) => [file, indexLockfile(file)]),
  );
  for (const manifest of files.filter(({ reader }) => reader.kind === 'manifest')) {
    const lockfiles = findLockfiles(manifest, files);
    if (manifest.reading.authority !== 'none') yieldToManifest(manifest, lockfiles, drafts);
    else applyLockfiles(manifest, lockfiles, { drafts, indexes });
  }
  return files.map((file) => ({ path: file.path, edges: file.reading.edges, ...(drafts.get(file) as Draft) }));
}

/** `go.mod` says which versions are used; `go.sum` only adds what an older `go.mod` does not name. */
function yieldToManifest(
  manifest: ReadFile,
  lockfiles: readonly ReadFile[],
  drafts: ReadonlyMap<ReadFile, Draft>,
): void {
  const named = new Set(manifest.reading.components.map(toKey));
  for (const lockfile of lockfiles) {
    const draft = drafts.get(lockfile);
    if (!draft) continue;
    draft.components =
      manifest.reading.authority === 'all' ? [] : draft.components.filter((component) => !named.has(toKey(component)));
  }
}

function applyLockfiles(
  manifest: ReadFile,
  lockfiles: readonly ReadFile[],
  known: {
    readonly drafts: ReadonlyMap<ReadFile, Draft>;
    readonly indexes: ReadonlyMap<ReadFile, LockfileIndex>;
  },
): void {
  const own = known.drafts.get(manifest);
  if (!own) return;
  const locked = lockfiles.flatMap((file) => {
    const draft = known.drafts.get(file);
    const find = known.indexes.get(file);
    return draft && find ? [{ file, draft, find }] : [];
  });
  const left: ReadComponent[] = [];
  for (const wanted of own.components) {
    let isLocked = false;
    for (const { file, draft, find } of locked) {
      for (const purl of find(wanted)) {
        isLocked = true;
        if (file.reading.roots === null || draft.roots.has(purl)) {
          draft.roots.set(
            purl,
            file.reading.roots?.get(purl) ?? strongerScope(draft.roots.get(purl) ?? null, wanted.scope),
          );
        }
      }
    }
    // Lockfiles leave out peers that nobody installed; asking for one is not having it.
    if (!isLocked && (locked.length === 0 || wanted.scope !== 'optional')) left.push(wanted);
  }
  own.components = left;
  for (const { purl, scope } of left) own.roots.set(purl, scope);
}
