import { createLineFinder, type Inventory } from '@securescan/inventory';
import type { Place } from './judge.ts';
import type { Subject } from './subject.ts';

/** Finds the line of a package in the first file that names it. Asked in the order of the files, it costs one pass each. */
export function createPlaceFinder(
  { contributions }: Inventory,
  texts: ReadonlyMap<string, string>,
): (subject: Subject) => Place {
  const anchors = new Map<string, string>();
  for (const { path, components } of contributions) {
    for (const { purl, anchor } of components) {
      if (anchor !== null) anchors.set(`${path}\n${purl}`, anchor);
    }
  }
  const finders = new Map<string, (anchor: string) => number | null>();
  return ({ purl, sources }) => {
    const [path = ''] = sources;
    const text = texts.get(path);
    const anchor = anchors.get(`${path}\n${purl}`);
    if (text === undefined || anchor === undefined) return { path, line: null };
    const find = finders.get(path) ?? createLineFinder(text);
    finders.set(path, find);
    return { path, line: find(anchor) };
  };
}
