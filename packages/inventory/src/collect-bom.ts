import { type Bom, compareCodePoints } from '@securescan/model';
import { type ReadFile, toDirectory } from './cover.ts';
import { linkPoms } from './maven/link-poms.ts';
import { mergeContributions } from './merge.ts';
import { findReader, readManifest } from './registry.ts';
import { type Contribution, resolveFiles } from './resolve.ts';

/** A file given to the inventory; the path is relative to the root, with forward slashes. */
export interface ManifestFile {
  readonly path: string;
  readonly text: string;
}

export interface CollectOptions {
  /** Name of the root component, usually the last segment of the target. */
  readonly name: string;
  /** Version of the root component; by default that of a manifest at the root. */
  readonly version?: string | null;
  /** How many directories below the root are read; default 4. Deeper files are named as not read. */
  readonly maxDepth?: number;
}

/** Everything that was found, for consumers that need more than the bill of materials. */
export interface Inventory {
  readonly bom: Bom;
  readonly contributions: readonly Contribution[];
}

const DEFAULT_MAX_DEPTH = 4;

/**
 * Reads manifests and lockfiles into one bill of materials. Files that no reader knows, or that belong to others
 * (`node_modules`, `vendor`, virtual environments), are left out. Pure, and the same for any order of the files.
 *
 * A lockfile stands in for the manifests it covers and brings resolved versions; a manifest alone brings components whose
 * version is null unless it is pinned exactly. A broken file is reported in `sources` and takes nothing else with it.
 */
export function collectBom(files: readonly ManifestFile[], options: CollectOptions): Bom {
  return collectInventory(files, options).bom;
}

/** As `collectBom`, with what each file contributed. */
export function collectInventory(files: readonly ManifestFile[], options: CollectOptions): Inventory {
  const maxDepth = options.maxDepth ?? DEFAULT_MAX_DEPTH;
  const known = files
    .filter(({ path }) => findReader(path) !== undefined)
    .toSorted((a, b) => compareCodePoints(a.path, b.path));
  const isDeep = ({ path }: ManifestFile) => path.split('/').length - 1 > maxDepth;
  const read = known
    .filter((file) => !isDeep(file))
    .flatMap((file): ReadFile[] => {
      const reader = findReader(file.path);
      return reader ? [{ path: file.path, reader, reading: readManifest(reader, file.path, file.text) }] : [];
    });
  const contributions = resolveFiles(linkPoms(read));
  const tooDeep = `was not read: it lies more than ${maxDepth} directories below the target`;
  const problems = new Map(read.map(({ path, reading }) => [path, reading.problem]));
  return {
    contributions,
    bom: {
      root: { name: options.name, version: options.version ?? findRootVersion(read) },
      components: mergeContributions(contributions),
      sources: known.map((file) => ({
        path: file.path,
        problem: isDeep(file) ? tooDeep : (problems.get(file.path) ?? null),
      })),
    },
  };
}

function findRootVersion(files: readonly ReadFile[]): string | null {
  return (
    files.find(({ path, reading }) => toDirectory(path) === '' && reading.project?.version)?.reading.project?.version ??
    null
  );
}
