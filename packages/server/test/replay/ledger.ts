/** What was looked at while recorded files were played, so that nothing is left out and nothing is listed in vain. */
export const ledger = {
  /** Exchanges that were played, as `file: name`. */
  played: new Set<string>(),
  /** Members of `extraMembers` that were met. */
  extras: new Set<string>(),
  /** Entries of `memberDeviations` that were needed. */
  members: new Set<string>(),
  /** Entries of `headerDeviations` that were needed. */
  headers: new Set<string>(),
};
