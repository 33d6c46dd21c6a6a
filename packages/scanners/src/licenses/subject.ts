import type { BomScope } from '@securescan/model';

/** What is known of a package's licence. */
export type LicenceEvidence =
  | { readonly kind: 'declared'; readonly text: string; readonly source: string }
  /** The package's metadata was there and says nothing. */
  | { readonly kind: 'silent'; readonly source: string }
  /** There was nothing to look at: not installed, and the lockfile does not carry licences. */
  | { readonly kind: 'unseen' };

/** One package whose licence is judged. */
export interface Subject {
  readonly purl: string;
  readonly ecosystem: string;
  /** Name with its group, as people write it. */
  readonly name: string;
  readonly version: string | null;
  readonly scope: BomScope;
  readonly direct: boolean;
  /** Packages that ask for it, sorted. */
  readonly requiredBy: readonly string[];
  /** Files that name it; the first is where a finding points. */
  readonly sources: readonly string[];
  readonly evidence: LicenceEvidence;
}

/** Name and version as people write them. */
export function toLabel({ name, version }: Pick<Subject, 'name' | 'version'>): string {
  return version === null ? name : `${name}@${version}`;
}
