/** How a component is needed. */
export type BomScope = 'required' | 'optional' | 'development';

/** One resolved package of a software bill of materials. */
export interface BomComponent {
  /** Package URL, also the reference used by `dependsOn`. @see https://github.com/package-url/purl-spec */
  readonly purl: string;
  readonly type: 'library' | 'application' | 'framework';
  readonly name: string;
  /** npm scope, Maven group, Composer vendor; null when there is none. */
  readonly group: string | null;
  /** Resolved version; null when the source names no exact version (a range is never a version). */
  readonly version: string | null;
  readonly ecosystem: string;
  readonly scope: BomScope;
  /** SPDX expression or the text the package declares; null when unknown. */
  readonly licence: string | null;
  readonly supplier: string | null;
  readonly hashes: readonly {
    readonly algorithm: 'SHA-1' | 'SHA-256' | 'SHA-384' | 'SHA-512' | 'MD5';
    readonly hex: string;
  }[];
  /** Files that name the component, relative to the root. */
  readonly sources: readonly string[];
  /** purls of direct dependencies, sorted. */
  readonly dependsOn: readonly string[];
  /** True when the project itself asks for it. */
  readonly direct: boolean;
}

/** A software bill of materials, independent of a format. Components are unique by purl and sorted. */
export interface Bom {
  readonly root: { readonly name: string; readonly version: string | null };
  readonly components: readonly BomComponent[];
  /** Files that were read, and those that could not be, with the reason. */
  readonly sources: readonly { readonly path: string; readonly problem: string | null }[];
}
