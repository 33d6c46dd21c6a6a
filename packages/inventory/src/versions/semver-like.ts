import { compareCodePoints } from '@securescan/model';
import { compareDigits, compareLists } from './numbers.ts';

interface Parts {
  readonly release: readonly string[];
  readonly prerelease: readonly string[];
}

function parse(version: string): Parts {
  const [main = ''] = version
    .trim()
    .replace(/^[v=]+/i, '')
    .split('+');
  const hyphen = main.indexOf('-');
  const release = hyphen === -1 ? main : main.slice(0, hyphen);
  return { release: release.split('.'), prerelease: hyphen === -1 ? [] : main.slice(hyphen + 1).split('.') };
}

function comparePrereleasePart(a: string, b: string): number {
  const aIsNumber = /^\d+$/.test(a);
  const bIsNumber = /^\d+$/.test(b);
  if (aIsNumber && bIsNumber) return compareDigits(a, b);
  if (aIsNumber !== bIsNumber) return aIsNumber ? -1 : 1;
  return compareCodePoints(a, b);
}

function compareReleasePart(a: string, b: string): number {
  return /^\d+$/.test(a) && /^\d+$/.test(b) ? compareDigits(a, b) : compareCodePoints(a, b);
}

/**
 * Order of Semantic Versioning 2.0 for any number of release fields (NuGet has four) and of any size; never throws.
 * Build metadata does not count.
 * @see https://semver.org/#spec-item-11
 */
export function compareSemverLike(a: string, b: string): number {
  const x = parse(a);
  const y = parse(b);
  const release = compareLists(x.release, y.release, compareReleasePart, '0');
  if (release !== 0) return release;
  if (x.prerelease.length === 0 || y.prerelease.length === 0) {
    return Number(x.prerelease.length === 0) - Number(y.prerelease.length === 0);
  }
  const shared = Math.min(x.prerelease.length, y.prerelease.length);
  const order = compareLists(x.prerelease.slice(0, shared), y.prerelease.slice(0, shared), comparePrereleasePart, '');
  return order === 0 ? x.prerelease.length - y.prerelease.length : order;
}
