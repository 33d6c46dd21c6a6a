import { toReading } from '../reading/component.ts';
import type { ReadComponent, Reading } from '../reading/types.ts';
import { getField, getText, isFields, toEntries, type Fields } from '../reading/values.ts';
import { toLockedPackage } from './lock-entry.ts';

/** One `dependencies` object of the tree and the one around it. */
interface Level {
  readonly path: string;
  readonly outer: Level | null;
  readonly installed: Map<string, ReadComponent>;
}

interface Visit {
  readonly component: ReadComponent | null;
  readonly requires: readonly string[];
  readonly level: Level;
}

const MAX_LEVELS = 256;

/** Version 1: packages nested as they are installed. Walked without recursion, so depth cannot exhaust the stack. */
export function readNestedLock(document: unknown, dependencies: Fields): Reading {
  const visits: Visit[] = [];
  const pending: { readonly level: Level; readonly packages: Fields }[] = [
    { level: { path: '', outer: null, installed: new Map() }, packages: dependencies },
  ];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { level } = next;
    for (const [name, entry] of toEntries(next.packages)) {
      if (!isFields(entry)) continue;
      const path = `${level.path}node_modules/${name}`;
      const component = toLockedPackage(name, { entry, anchor: `${JSON.stringify(name)}:`, installPath: path });
      if (component) level.installed.set(name, component);
      const inner: Level = { path: `${path}/`, outer: level, installed: new Map() };
      visits.push({ component, requires: toEntries(getField(entry, 'requires')).map(([key]) => key), level: inner });
      const nested = getField(entry, 'dependencies');
      if (isFields(nested)) pending.push({ level: inner, packages: nested });
    }
  }
  return toReading({
    components: visits.flatMap(({ component }) => component ?? []),
    edges: visits.flatMap(({ component, requires, level }) => {
      if (!component) return [];
      return requires.flatMap((name): [string, string][] => {
        const target = findInstalled(level, name);
        return target ? [[component.purl, target.purl]] : [];
      });
    }),
    project: { name: getText(document, 'name'), version: getText(document, 'version') },
  });
}

function findInstalled(start: Level, name: string): ReadComponent | undefined {
  let level: Level | null = start;
  for (let count = 0; level && count < MAX_LEVELS; count += 1) {
    const found = level.installed.get(name);
    if (found) return found;
    level = level.outer;
  }
  return undefined;
}
