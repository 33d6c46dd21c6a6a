import type { BomScope } from '@securescan/model';
import { toReading } from '../reading/component.ts';
import type { ReadComponent, Reading } from '../reading/types.ts';
import { getField, getText, isFields, toEntries, type Fields } from '../reading/values.ts';
import { toLockedPackage } from './lock-entry.ts';

const FOLDER = 'node_modules/';
/** Deeper trees than this do not exist; the bound keeps a crafted path from costing quadratic time. */
const MAX_LEVELS = 256;

const SECTIONS: readonly (readonly [section: string, scope: BomScope])[] = [
  ['dependencies', 'required'],
  ['optionalDependencies', 'optional'],
  ['peerDependencies', 'optional'],
  ['devDependencies', 'development'],
];

/** Versions 2 and 3: packages keyed by the path they are installed at. */
export function readPathLock(document: unknown, packages: Fields): Reading {
  const entries = toEntries(packages).filter((pair): pair is readonly [string, Fields] => isFields(pair[1]));
  const isInstalled = (path: string) => path.startsWith(FOLDER) || path.includes(`/${FOLDER}`);
  const byPath = new Map<string, ReadComponent>();
  for (const [path, entry] of entries) {
    if (!isInstalled(path) || entry['link'] === true || entry['extraneous'] === true) continue;
    const name = path.slice(path.lastIndexOf(FOLDER) + FOLDER.length);
    const component = toLockedPackage(name, { entry, anchor: `${JSON.stringify(path)}:`, installPath: path });
    if (component) byPath.set(path, component);
  }
  const edges: [string, string][] = [];
  const roots = new Map<string, BomScope | null>();
  for (const [path, entry] of entries) {
    const from = byPath.get(path);
    for (const [section, scope] of SECTIONS) {
      for (const [name] of toEntries(getField(entry, section))) {
        const to = findInstalled(byPath, path, name);
        if (!to) continue;
        if (from) edges.push([from.purl, to.purl]);
        else if (!isInstalled(path) && !roots.has(to.purl)) roots.set(to.purl, scope);
      }
    }
  }
  return toReading({
    components: [...byPath.values()],
    edges,
    roots,
    project: { name: getText(document, 'name'), version: getText(document, 'version') },
    memberDirs: entries.flatMap(([path]) => (path === '' || isInstalled(path) ? [] : [path])),
  });
}

/** Node's lookup: the folder itself, then each of its parents. */
function findInstalled(
  byPath: ReadonlyMap<string, ReadComponent>,
  from: string,
  name: string,
): ReadComponent | undefined {
  let folder = from;
  for (let level = 0; level < MAX_LEVELS; level += 1) {
    const found = byPath.get(folder === '' ? `${FOLDER}${name}` : `${folder}/${FOLDER}${name}`);
    if (found || folder === '') return found;
    folder = folder.slice(0, Math.max(folder.lastIndexOf('/'), 0));
  }
  return undefined;
}
