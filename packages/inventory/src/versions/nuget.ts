import { meetsAll, parseInterval } from './comparators.ts';
import { compareSemverLike } from './semver-like.ts';

/** Order of NuGet versions: up to four fields, letters compared without case. */
export function compareNugetVersions(a: string, b: string): number {
  return compareSemverLike(a.toLowerCase(), b.toLowerCase());
}

/** Whether a version is in a range; a bare version is a minimum. */
export function satisfiesNugetRange(version: string, range: string): boolean {
  const comparators = parseInterval(range) ?? [{ operator: '>=' as const, version: range.trim() }];
  return meetsAll(version, comparators, compareNugetVersions);
}
