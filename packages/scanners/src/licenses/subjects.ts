import { compareVersions, type Inventory, normalisePypiName, toPurl } from '@securescan/inventory';
import { type BomComponent, compareCodePoints } from '@securescan/model';
import type { LicenceEvidence, Subject } from './subject.ts';
import type { InstalledPython, VirtualEnv } from './virtual-env.ts';

/** Lockfiles that always carry what a package declares, so that silence there is the package's own. */
const TELLING_LOCKFILES = /(?:^|\/)composer\.lock$/;

function fullName({ ecosystem, group, name }: BomComponent): string {
  if (group === null) return name;
  return `${group}${ecosystem === 'maven' ? ':' : '/'}${name}`;
}

/** Joins the inventory with what is installed into the packages to judge, sorted as the inventory is. */
export function listSubjects(
  { bom }: Inventory,
  npm: ReadonlyMap<string, LicenceEvidence>,
  environments: readonly VirtualEnv[],
): readonly Subject[] {
  const installed = environments.flatMap(({ packages }) => packages);
  const installedByName = Map.groupBy(installed, ({ name }) => normalisePypiName(name));
  const requiredBy = indexParents(bom.components);
  const declared = bom.components.map((component): Subject => {
    const { purl, ecosystem, version, scope, direct, sources } = component;
    return {
      purl,
      ecosystem,
      name: fullName(component),
      version,
      scope,
      direct,
      sources,
      requiredBy: requiredBy.get(purl) ?? [],
      evidence: findEvidence(component, npm, installedByName),
    };
  });
  return [...declared, ...listUndeclared(bom.components, installed)];
}

function indexParents(components: readonly BomComponent[]): ReadonlyMap<string, readonly string[]> {
  const parents = new Map<string, string[]>();
  for (const component of components) {
    for (const purl of component.dependsOn) {
      const list = parents.get(purl);
      if (list) list.push(fullName(component));
      else parents.set(purl, [fullName(component)]);
    }
  }
  return new Map([...parents].map(([purl, names]) => [purl, [...new Set(names)].toSorted(compareCodePoints)]));
}

function findEvidence(
  component: BomComponent,
  npm: ReadonlyMap<string, LicenceEvidence>,
  installed: ReadonlyMap<string, readonly InstalledPython[]>,
): LicenceEvidence {
  const [source = ''] = component.sources;
  if (component.licence !== null) return { kind: 'declared', text: component.licence, source };
  if (component.ecosystem === 'npm') return npm.get(component.purl) ?? { kind: 'unseen' };
  if (component.ecosystem === 'pypi') {
    const named = installed.get(normalisePypiName(component.name)) ?? [];
    return named.find((one) => isThatVersion(component, one))?.evidence ?? { kind: 'unseen' };
  }
  return component.sources.some((path) => TELLING_LOCKFILES.test(path))
    ? { kind: 'silent', source }
    : { kind: 'unseen' };
}

function isThatVersion({ version }: BomComponent, one: InstalledPython): boolean {
  return version === null || compareVersions('pypi', version, one.version) === 0;
}

/** Packages of an environment that no manifest names: they came along with something that is named. */
function listUndeclared(
  components: readonly BomComponent[],
  installed: readonly InstalledPython[],
): readonly Subject[] {
  const named = new Set(
    components.filter(({ ecosystem }) => ecosystem === 'pypi').map(({ name }) => normalisePypiName(name)),
  );
  const subjects = new Map<string, Subject>();
  for (const { name, version, evidence, path } of installed) {
    if (named.has(normalisePypiName(name))) continue;
    const purl = toPurl({ type: 'pypi', name, version });
    if (subjects.has(purl)) continue;
    subjects.set(purl, {
      purl,
      ecosystem: 'pypi',
      name,
      version,
      scope: 'required',
      direct: false,
      requiredBy: [],
      sources: [path],
      evidence,
    });
  }
  return [...subjects.values()];
}
