import type { Severity } from '@securescan/model';

/** Why a header that is there does not protect. */
export interface HeaderWeakness {
  readonly severity: Severity;
  readonly reason: string;
}
