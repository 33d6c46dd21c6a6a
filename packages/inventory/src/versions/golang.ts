import { compareSemverLike } from './semver-like.ts';

/** Order of Go module versions: semantic versions; the advisory database writes them without the leading `v`. */
export function compareGoVersions(a: string, b: string): number {
  return compareSemverLike(a.replace(/^v/, ''), b.replace(/^v/, ''));
}
