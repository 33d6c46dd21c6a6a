import type { BomComponent, BomScope } from '@securescan/model';
import type { PomModel } from '../maven/pom-model.ts';

/** A package as one file names it. */
export interface ReadComponent extends Omit<BomComponent, 'sources' | 'dependsOn' | 'scope' | 'direct'> {
  /** Null when the file does not tell; it then follows from what asks for the package. */
  readonly scope: BomScope | null;
  /** Text that begins the entry in the file, for finding its line. */
  readonly anchor: string | null;
  /** Manifests: the range asked for, as written. */
  readonly range: string | null;
  /** Name under which it is installed when that is not its own (npm aliases, renamed crates). */
  readonly alias: string | null;
  /** Path where it is installed, relative to the file's directory (`node_modules/a`); null when unknown. */
  readonly installPath: string | null;
}

/** What a reader gets out of one file. Nothing is thrown: a broken file is a problem beside what could be read. */
export interface Reading {
  readonly components: readonly ReadComponent[];
  /** Pairs of package URLs: the first depends on the second. */
  readonly edges: readonly (readonly [from: string, to: string])[];
  /** Sentence about what could not be read; null when all was well. */
  readonly problem: string | null;
  /** The project the file describes. */
  readonly project: { readonly name: string | null; readonly version: string | null } | null;
  /**
   * What the project itself asks for, with the scope it asks for (null: not told). Null as a whole when the file does not
   * tell; the manifests it covers then do.
   */
  readonly roots: ReadonlyMap<string, BomScope | null> | null;
  /** Lockfiles: directories, relative to the file's own, whose manifests it covers beside its own (workspaces). */
  readonly memberDirs: readonly string[];
  /** Lockfiles: projects, by name, whose manifests below it are covered too (Cargo does not tell their directories). */
  readonly memberNames: readonly string[];
  /** Manifests: globs of the directories of members. */
  readonly memberGlobs: readonly string[];
  /** Lockfiles that key packages by request: `name@range` to package URL. */
  readonly resolutions: ReadonlyMap<string, string>;
  /** Manifests: whether its versions are those in use, for the packages it names or for all there are (`go.mod`). */
  readonly authority: 'none' | 'named' | 'all';
  /** `pom.xml`: what is written there, for the projects that inherit from it. */
  readonly pom: PomModel | null;
}

/** Reads one kind of file. Pure; must not throw (the registry turns what is thrown into a problem all the same). */
export interface ManifestReader {
  readonly id: string;
  readonly ecosystem: string;
  /** A lockfile has resolved versions and stands in for the manifests it covers; a list stands for itself. */
  readonly kind: 'lockfile' | 'manifest' | 'list';
  matches(baseName: string): boolean;
  read(path: string, text: string): Reading;
}
