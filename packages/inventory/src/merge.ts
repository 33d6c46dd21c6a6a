import { type BomComponent, compareCodePoints, compareNullable } from '@securescan/model';
import { normaliseLicence } from './licences/normalise.ts';
import { strongerScope } from './reading/component.ts';
import type { ReadComponent } from './reading/types.ts';
import type { Contribution } from './resolve.ts';
import { inferScopes } from './scopes.ts';

interface Draft {
  readonly first: ReadComponent;
  scope: BomComponent['scope'];
  licence: string | null;
  direct: boolean;
  readonly hashes: Map<string, BomComponent['hashes'][number]>;
  readonly sources: Set<string>;
  readonly dependsOn: Set<string>;
}

/** Merges what all files say into components that are unique by package URL, sorted by name, version and package URL. */
export function mergeContributions(contributions: readonly Contribution[]): readonly BomComponent[] {
  const drafts = new Map<string, Draft>();
  for (const contribution of contributions) addComponents(drafts, contribution);
  for (const { edges } of contributions) {
    for (const [from, to] of edges) if (from !== to && drafts.has(to)) drafts.get(from)?.dependsOn.add(to);
  }
  return [...drafts.values()]
    .map(toBomComponent)
    .toSorted(
      (a, b) =>
        compareCodePoints(fullName(a), fullName(b)) ||
        compareNullable(a.version, b.version) ||
        compareCodePoints(a.purl, b.purl),
    );
}

/** Name with the group as the ecosystem joins them. */
function fullName({ group, name }: BomComponent): string {
  return group === null ? name : `${group}/${name}`;
}

function addComponents(drafts: Map<string, Draft>, contribution: Contribution): void {
  const scopes = inferScopes(contribution);
  for (const component of contribution.components) {
    const scope = scopes.get(component.purl) ?? 'required';
    const known = drafts.get(component.purl);
    const draft: Draft = known ?? {
      first: component,
      scope,
      licence: null,
      direct: false,
      hashes: new Map(),
      sources: new Set(),
      dependsOn: new Set(),
    };
    if (!known) drafts.set(component.purl, draft);
    draft.scope = strongerScope(draft.scope, strongerScope(scope, component.scope)) ?? scope;
    draft.licence ??= component.licence;
    draft.direct ||= contribution.roots.has(component.purl);
    for (const hash of component.hashes) draft.hashes.set(`${hash.algorithm} ${hash.hex}`, hash);
    draft.sources.add(contribution.path);
  }
}

function toBomComponent({ first, scope, licence, direct, hashes, sources, dependsOn }: Draft): BomComponent {
  const sorted = [...hashes].toSorted(([a], [b]) => compareCodePoints(a, b));
  return {
    purl: first.purl,
    type: first.type,
    name: first.name,
    group: first.group,
    version: first.version,
    ecosystem: first.ecosystem,
    scope,
    licence: licence === null ? null : normaliseLicence(licence),
    supplier: first.supplier,
    hashes: sorted.map(([, hash]) => hash),
    sources: [...sources].toSorted(compareCodePoints),
    dependsOn: [...dependsOn].toSorted(compareCodePoints),
    direct,
  };
}
