import type { BomScope } from '@securescan/model';
import { toComponent, toReading } from '../reading/component.ts';
import { parseJson } from '../reading/documents.ts';
import type { ManifestReader, ReadComponent } from '../reading/types.ts';
import { getField, getText, isFields, toEntries } from '../reading/values.ts';

/**
 * `packages.lock.json` of NuGet. Its content hash leaves the signature out and thus is not that of the published file, so it
 * is no hash in the sense of a bill of materials.
 */
export const packagesLockJson: ManifestReader = {
  id: 'packages.lock.json',
  ecosystem: 'nuget',
  kind: 'lockfile',
  matches: (baseName) => baseName === 'packages.lock.json',
  read(_path, text) {
    const parsed = parseJson(text);
    if (!parsed.ok) return parsed.failure;
    const frameworks = getField(parsed.document, 'dependencies');
    if (!isFields(frameworks)) return toReading({ problem: 'has no “dependencies”' });
    const components: ReadComponent[] = [];
    const edges: [string, string][] = [];
    const roots = new Map<string, BomScope | null>();
    for (const [, packages] of toEntries(frameworks)) {
      const byName = new Map<string, ReadComponent>();
      for (const [name, entry] of toEntries(packages)) {
        const version = getText(entry, 'resolved');
        if (version === null || getText(entry, 'type') === 'Project') continue;
        const component = toComponent('nuget', {
          name,
          version,
          scope: 'required',
          anchor: `${JSON.stringify(name)}:`,
        });
        byName.set(name.toLowerCase(), component);
        if (getText(entry, 'type') === 'Direct') roots.set(component.purl, 'required');
      }
      components.push(...byName.values());
      for (const [name, entry] of toEntries(packages)) {
        const from = byName.get(name.toLowerCase());
        for (const [dependency] of toEntries(getField(entry, 'dependencies'))) {
          const to = byName.get(dependency.toLowerCase());
          if (from && to) edges.push([from.purl, to.purl]);
        }
      }
    }
    return toReading({ components, edges, roots });
  },
};
