import { compareComposerVersions, satisfiesComposerRange } from './composer.ts';
import { type Comparator, meetsAll } from './comparators.ts';
import { compareGemVersions, satisfiesGemRange } from './gem.ts';
import { compareGoVersions } from './golang.ts';
import { compareMavenVersions, satisfiesMavenRange } from './maven.ts';
import { satisfiesCargoRange, satisfiesNpmRange } from './npm.ts';
import { compareNugetVersions, satisfiesNugetRange } from './nuget.ts';
import { comparePythonVersions, satisfiesPythonRange } from './pep440.ts';
import { compareSemverLike } from './semver-like.ts';

/** How an ecosystem orders its versions and writes its ranges. */
interface VersionScheme {
  compare(a: string, b: string): number;
  satisfies(version: string, range: string): boolean;
}

/** Go has no ranges of its own; `>=1.2, <1.5` is what tools around it write. */
function satisfiesGoRange(version: string, range: string): boolean {
  const comparators = range.split(',').map((clause): Comparator | null => {
    const [, operator = '=', bound] = /^\s*(>=|<=|!=|=|>|<)?\s*(v?\d\S*)\s*$/.exec(clause) ?? [];
    return bound === undefined ? null : { operator: operator as Comparator['operator'], version: bound };
  });
  return comparators.every((comparator) => comparator !== null && meetsAll(version, [comparator], compareGoVersions));
}

const SCHEMES: Readonly<Record<string, VersionScheme>> = {
  npm: { compare: compareSemverLike, satisfies: satisfiesNpmRange },
  cargo: { compare: compareSemverLike, satisfies: satisfiesCargoRange },
  golang: { compare: compareGoVersions, satisfies: satisfiesGoRange },
  pypi: { compare: comparePythonVersions, satisfies: satisfiesPythonRange },
  maven: { compare: compareMavenVersions, satisfies: satisfiesMavenRange },
  gem: { compare: compareGemVersions, satisfies: satisfiesGemRange },
  composer: { compare: compareComposerVersions, satisfies: satisfiesComposerRange },
  nuget: { compare: compareNugetVersions, satisfies: satisfiesNugetRange },
};

const FALLBACK: VersionScheme = {
  compare: compareSemverLike,
  satisfies: (version, range) => compareSemverLike(version, range) === 0,
};

function schemeOf(ecosystem: string): VersionScheme {
  return (Object.hasOwn(SCHEMES, ecosystem) ? SCHEMES[ecosystem] : undefined) ?? FALLBACK;
}

/**
 * Order of two versions of an ecosystem (a package URL type: `npm`, `pypi`, `maven` …); others as semantic versions.
 * @returns negative, zero or positive. Never throws; what is no version has a place in the order too.
 */
export function compareVersions(ecosystem: string, a: string, b: string): number {
  return schemeOf(ecosystem).compare(a, b);
}

/** Whether a version is in a range as the ecosystem writes ranges. False when either cannot be understood. */
export function satisfies(ecosystem: string, version: string, range: string): boolean {
  return schemeOf(ecosystem).satisfies(version, range);
}
