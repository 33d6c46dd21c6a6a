import type { Diagnostic } from '../hcl/diagnostic.ts';
import type { InfrastructureBlock } from './block.ts';

/** A place in the world that the code names. */
export interface DetectedRegion {
  /** Canonical name of the provider: `eu-west-1`, `westeurope`, `europe-west3`. */
  readonly region: string;
  /** `aws`, `azure`, `gcp` and so on. */
  readonly provider: string;
  /** Full name of the zone, null when none is named. */
  readonly zone: string | null;
}

/** All that was read from the infrastructure code of one check. */
export interface InfrastructureState {
  /** By file in code point order, within a file as written. */
  readonly blocks: readonly InfrastructureBlock[];
  /** In order of appearance, provider blocks first. */
  readonly regions: readonly DetectedRegion[];
  /** An `error` means that a part of the code was left out: the check cannot end as passed. */
  readonly diagnostics: readonly Diagnostic[];
  /** How many files held code of this kind. */
  readonly files: number;
}
