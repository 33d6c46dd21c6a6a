import type { Bom } from '@securescan/model';

/** A kept bill of materials as listed. */
export interface StoredSbom {
  readonly id: string;
  readonly scanId: string | null;
  readonly targetPath: string;
  readonly project: string;
  /** Of the document that was asked for; either can be written from it. */
  readonly format: 'cyclonedx' | 'spdx';
  readonly componentCount: number;
  readonly createdAt: string;
}

export interface StoredComponent {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly type: string;
  readonly purl: string | null;
  readonly license: string | null;
  readonly supplier: string | null;
}

/** `projects` are those that the caller may see; null means all. */
export interface SbomRepository {
  /** `componentIds` gives each component of the bill its id, in its order. */
  add(sbom: StoredSbom, bom: Bom, componentIds: readonly string[]): Promise<void>;
  /** Newest first. */
  list(projects: readonly string[] | null): Promise<readonly StoredSbom[]>;
  listOfScan(scanId: string): Promise<readonly StoredSbom[]>;
  find(id: string): Promise<StoredSbom | undefined>;
  /** Ordered as in the bill: by name, version, purl. */
  components(id: string): Promise<readonly StoredComponent[]>;
  readBom(id: string): Promise<Bom | undefined>;
}
