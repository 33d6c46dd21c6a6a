/**
 * More findings than one run can have. Findings of a run have the numbers from `run * RUN_SPAN` on, so that they are one range of the
 * key, and a new run adds its rows at the end of the table.
 */
const RUN_SPAN = 2 ** 20;

/** The last place that a finding can have. */
export const LAST_ORDINAL = RUN_SPAN - 1;

/** @throws RangeError when the place is beyond what a run can have */
export function toFindingId(runSeq: number, ordinal: number): number {
  if (ordinal > LAST_ORDINAL) throw new RangeError(`a run has at most ${RUN_SPAN} findings`);
  return runSeq * RUN_SPAN + ordinal;
}

/** Place of a finding in its run. */
export function toOrdinal(id: number | string): number {
  return Number(id) % RUN_SPAN;
}
