import { compareVersions } from '../versions/schemes.ts';
import type { OsvAffected, OsvRange } from './osv.ts';

interface Bound {
  readonly kind: 'introduced' | 'fixed' | 'last_affected' | 'limit';
  readonly version: string;
}

/** At the same version a range first ends, then begins: what is fixed and introduced again is affected. */
const ORDER: Readonly<Record<Bound['kind'], number>> = { fixed: 0, limit: 0, introduced: 1, last_affected: 2 };

function listBounds(ecosystem: string, range: OsvRange): readonly Bound[] {
  const compare = (a: string, b: string) => compareOsvVersions(ecosystem, a, b);
  return range.events
    .flatMap((event) =>
      (['introduced', 'fixed', 'last_affected', 'limit'] as const).flatMap((kind): Bound[] => {
        const version = event[kind];
        return version === undefined ? [] : [{ kind, version }];
      }),
    )
    .toSorted((a, b) => compare(a.version, b.version) || ORDER[a.kind] - ORDER[b.kind]);
}

/** `0` stands for the time before the first version. */
function compareOsvVersions(ecosystem: string, a: string, b: string): number {
  if (a === '0' || b === '0') return Number(b === '0') - Number(a === '0') === 0 ? 0 : a === '0' ? -1 : 1;
  return compareVersions(ecosystem, a, b);
}

/**
 * Whether a version is affected: it is listed, or a range has been introduced at or before it and not been fixed since.
 * @see https://ossf.github.io/osv-schema/#evaluation
 */
export function isAffected(ecosystem: string, version: string, affected: OsvAffected): boolean {
  if (affected.versions?.some((listed) => compareVersions(ecosystem, listed, version) === 0)) return true;
  return (affected.ranges ?? []).some((range) => range.type !== 'GIT' && isInRange(ecosystem, version, range));
}

function isInRange(ecosystem: string, version: string, range: OsvRange): boolean {
  const scheme = range.type === 'SEMVER' ? 'npm' : ecosystem;
  let inside = false;
  for (const bound of listBounds(scheme, range)) {
    const order = compareOsvVersions(scheme, version, bound.version);
    if (bound.kind === 'introduced' && order >= 0) inside = true;
    if ((bound.kind === 'fixed' || bound.kind === 'limit') && order >= 0) inside = false;
    if (bound.kind === 'last_affected' && order > 0) inside = false;
  }
  return inside;
}

/** Versions that fix the problem and come after the given one, lowest first. */
export function listFixes(ecosystem: string, version: string, affected: OsvAffected): readonly string[] {
  const fixes = (affected.ranges ?? [])
    .filter(({ type }) => type !== 'GIT')
    .flatMap(({ events }) => events.flatMap(({ fixed }) => fixed ?? []));
  return [...new Set(fixes)]
    .filter((fixed) => compareVersions(ecosystem, fixed, version) > 0)
    .toSorted((a, b) => compareVersions(ecosystem, a, b));
}
