/** Where time comes from. `SECURESCAN_FAKE_NOW` fixes `now`; `monotonicMs` always runs. */
export interface Clock {
  now(): Date;
  /** Milliseconds from an arbitrary start, for durations. */
  monotonicMs(): number;
}
