import type { BomScope } from '@securescan/model';
import { toPurl } from '../purl/to-purl.ts';
import type { ReadComponent, Reading } from './types.ts';

/** What readers know of a package; the rest has neutral defaults. */
export interface ComponentFacts extends Partial<Omit<ReadComponent, 'purl' | 'ecosystem'>> {
  readonly name: string;
  readonly version: string | null;
  readonly qualifiers?: Readonly<Record<string, string>>;
}

/** Group and name as a package URL splits them; Go modules keep their whole path as the name. */
function toNamespace(ecosystem: string, facts: ComponentFacts): readonly [string | null, string] {
  if (ecosystem !== 'golang') return [facts.group ?? null, facts.name];
  const slash = facts.name.lastIndexOf('/');
  return slash === -1 ? [null, facts.name] : [facts.name.slice(0, slash), facts.name.slice(slash + 1)];
}

/** Builds a component and its package URL. */
export function toComponent(ecosystem: string, facts: ComponentFacts): ReadComponent {
  const { qualifiers = {}, ...known } = facts;
  const [namespace, name] = toNamespace(ecosystem, facts);
  return {
    purl: toPurl({ type: ecosystem, namespace, name, version: facts.version, qualifiers }),
    type: 'library',
    group: null,
    ecosystem,
    scope: null,
    licence: null,
    supplier: null,
    hashes: [],
    anchor: null,
    range: null,
    alias: null,
    installPath: null,
    ...known,
  };
}

/** A reading with what is given; everything else is empty. */
export function toReading(facts: Partial<Reading>): Reading {
  return {
    components: [],
    edges: [],
    problem: null,
    project: null,
    roots: null,
    memberDirs: [],
    memberNames: [],
    memberGlobs: [],
    resolutions: new Map(),
    authority: 'none',
    pom: null,
    ...facts,
  };
}

const STRENGTH: Record<BomScope, number> = { required: 2, optional: 1, development: 0 };

/** The scope that needs a package more; a stated one wins over an unknown one. */
export function strongerScope(a: BomScope | null, b: BomScope | null): BomScope | null {
  if (a === null || b === null) return a ?? b;
  return STRENGTH[a] >= STRENGTH[b] ? a : b;
}
