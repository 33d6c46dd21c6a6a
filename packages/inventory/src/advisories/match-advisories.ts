import { type Bom, type BomComponent, compareCodePoints, type Severity } from '@securescan/model';
import { normalisePypiName } from '../purl/normalise.ts';
import { scoreCvssVector, toSeverity } from './cvss.ts';
import { OsvAdvisory, type OsvAffected } from './osv.ts';
import { isAffected, listFixes } from './ranges.ts';

/** A known vulnerability in a component. */
export interface AdvisoryMatch {
  readonly purl: string;
  readonly advisoryId: string;
  /** CVE and other names, sorted. */
  readonly aliases: readonly string[];
  readonly summary: string;
  readonly severity: Severity;
  /** Highest CVSS base score; null when the advisory has none. */
  readonly score: number | null;
  readonly vector: string | null;
  /** Versions with the fix above the one in use, lowest first. */
  readonly fixedVersions: readonly string[];
  readonly references: readonly string[];
}

export interface AdvisoryMatches {
  readonly matches: readonly AdvisoryMatch[];
  /** Records that are no advisories of the OSV schema. */
  readonly unfit: number;
}

/** Names of the ecosystems in OSV, as package URL types. */
const TYPES: Readonly<Record<string, string>> = {
  npm: 'npm',
  pypi: 'pypi',
  go: 'golang',
  'crates.io': 'cargo',
  rubygems: 'gem',
  packagist: 'composer',
  maven: 'maven',
  nuget: 'nuget',
};

/** The name an advisory knows a component by. */
function toOsvName({ ecosystem, group, name }: Pick<BomComponent, 'ecosystem' | 'group' | 'name'>): string {
  if (group === null) return name;
  return ecosystem === 'maven' ? `${group}:${name}` : `${group}/${name}`;
}

/** Names are compared as the ecosystem does: PyPI normalises, NuGet, Composer and npm ignore case. */
function toKey(ecosystem: string, name: string): string {
  if (ecosystem === 'pypi') return `pypi ${normalisePypiName(name)}`;
  const isExact = ecosystem === 'maven' || ecosystem === 'golang' || ecosystem === 'gem' || ecosystem === 'cargo';
  return `${ecosystem} ${isExact ? name : name.toLowerCase()}`;
}

function findType(affected: OsvAffected): string | null {
  // `Maven:https://…`, `Packagist:…`: what follows the colon names a registry.
  const [ecosystem = ''] = (affected.package?.ecosystem ?? '').toLowerCase().split(':');
  return (Object.hasOwn(TYPES, ecosystem) ? TYPES[ecosystem] : undefined) ?? null;
}

/**
 * Matches the components of a bill of materials against advisories in the OSV schema. Components without a version match
 * nothing: a guess would be wrong half of the time. Withdrawn advisories are left out.
 * @returns sorted by package URL, then advisory; the same for any order of the input
 */
export function matchAdvisories(bom: Pick<Bom, 'components'>, advisories: readonly unknown[]): AdvisoryMatches {
  const byKey = new Map<string, BomComponent[]>();
  for (const component of bom.components) {
    const key = toKey(component.ecosystem, toOsvName(component));
    const list = byKey.get(key);
    if (list) list.push(component);
    else byKey.set(key, [component]);
  }
  const matches = new Map<string, AdvisoryMatch>();
  let unfit = 0;
  for (const record of advisories) {
    const parsed = OsvAdvisory.safeParse(record);
    if (!parsed.success) {
      unfit += 1;
      continue;
    }
    for (const match of matchAdvisory(parsed.data, byKey)) {
      const known = matches.get(`${match.purl} ${match.advisoryId}`);
      if (!known || match.fixedVersions.length > known.fixedVersions.length) {
        matches.set(`${match.purl} ${match.advisoryId}`, match);
      }
    }
  }
  return {
    unfit,
    matches: [...matches.values()].toSorted(
      (a, b) => compareCodePoints(a.purl, b.purl) || compareCodePoints(a.advisoryId, b.advisoryId),
    ),
  };
}

function matchAdvisory(
  advisory: OsvAdvisory,
  byKey: ReadonlyMap<string, readonly BomComponent[]>,
): readonly AdvisoryMatch[] {
  if (advisory.withdrawn) return [];
  return advisory.affected.flatMap((affected) => {
    const type = findType(affected);
    if (type === null || !affected.package) return [];
    const candidates = byKey.get(toKey(type, affected.package.name)) ?? [];
    return candidates.flatMap((component) =>
      component.version !== null && isAffected(type, component.version, affected)
        ? [toMatch(advisory, affected, component)]
        : [],
    );
  });
}

function toMatch(advisory: OsvAdvisory, affected: OsvAffected, component: BomComponent): AdvisoryMatch {
  const scored = (advisory.severity ?? [])
    .flatMap(({ score: vector }) => {
      const score = scoreCvssVector(vector);
      return score === null ? [] : [{ vector, score }];
    })
    .toSorted((a, b) => b.score - a.score || compareCodePoints(a.vector, b.vector));
  const [best] = scored;
  return {
    purl: component.purl,
    advisoryId: advisory.id,
    aliases: [...new Set(advisory.aliases ?? [])].toSorted(compareCodePoints),
    summary: advisory.summary ?? advisory.details?.split('\n')[0] ?? advisory.id,
    severity: best ? toSeverity(best.score) : findWordedSeverity(advisory),
    score: best?.score ?? null,
    vector: best?.vector ?? null,
    fixedVersions: listFixes(component.ecosystem, component.version ?? '', affected),
    references: (advisory.references ?? []).map(({ url }) => url),
  };
}

/** GitHub's database says the severity in a word; without any hint a vulnerability counts as medium. */
function findWordedSeverity({ database_specific: facts }: OsvAdvisory): Severity {
  const word = facts?.['severity'];
  switch (typeof word === 'string' ? word.toLowerCase() : '') {
    case 'critical':
      return 'critical';
    case 'high':
      return 'high';
    case 'low':
      return 'low';
    default:
      return 'medium';
  }
}
