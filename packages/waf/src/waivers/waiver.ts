/** That a control (or one resource of it) is knowingly not met, and until when. */
export interface Waiver {
  /** Id of the control, compared without case. */
  readonly id: string;
  readonly reason: string;
  readonly owner: string;
  /** ISO date (its whole day still counts, UTC), empty for no end. */
  readonly expires: string;
  /** Empty for all projects. */
  readonly project: string;
  /** Pattern of addresses with `*`, empty for all. */
  readonly resource: string;
  /** Id of one check, empty for all. */
  readonly check: string;
}

export type WaiverStatus = 'active' | 'expiring' | 'expired' | 'permanent';
