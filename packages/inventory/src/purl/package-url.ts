/** Parts of a package URL. @see https://github.com/package-url/purl-spec */
export interface PackageUrl {
  readonly type: string;
  readonly namespace: string | null;
  readonly name: string;
  readonly version: string | null;
  readonly qualifiers: Readonly<Record<string, string>>;
  readonly subpath: string | null;
}

/** What `toPurl` needs; everything but type and name may be left out. */
export type PackageUrlParts = Pick<PackageUrl, 'type' | 'name'> & Partial<PackageUrl>;
