declare const brand: unique symbol;
type Brand<T, Name extends string> = T & { readonly [brand]: Name };

/** Path below a target's root: forward slashes, no leading slash, no `.` or `..` segment. */
export type RepoPath = Brand<string, 'RepoPath'>;

/** Identity of a finding across scans: SHA-256 as 64 lower-case hex digits; empty while unknown. */
export type Fingerprint = Brand<string, 'Fingerprint'>;

/** Marks a string as a path that is already relative to the target's root. The caller guarantees the form. */
export function asRepoPath(path: string): RepoPath {
  return path as RepoPath;
}

/** Marks a string as a fingerprint. The caller guarantees the form. */
export function asFingerprint(hex: string): Fingerprint {
  return hex as Fingerprint;
}
