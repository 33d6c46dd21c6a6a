import { normalisePypiName } from '../purl/normalise.ts';
import type { ReadComponent } from '../reading/types.ts';

/** Finds package URLs by project name, all versions where a lockfile has several. */
export function indexByName(components: readonly ReadComponent[]) {
  const byName = new Map<string, ReadComponent[]>();
  for (const component of components) {
    const key = normalisePypiName(component.name);
    const list = byName.get(key);
    if (list) list.push(component);
    else byName.set(key, [component]);
  }
  return (name: string | null, version: string | null = null): readonly string[] => {
    const all = name === null ? [] : (byName.get(normalisePypiName(name)) ?? []);
    const exact = version === null ? [] : all.filter((component) => component.version === version);
    return [...new Set((exact.length > 0 ? exact : all).map(({ purl }) => purl))];
  };
}
