import type { BomScope } from '@securescan/model';
import { toComponent, toReading } from '../reading/component.ts';
import { parseJson } from '../reading/documents.ts';
import { toHash } from '../reading/hashes.ts';
import type { ManifestReader, ReadComponent } from '../reading/types.ts';
import { getField, getText, isFields, toEntries, toList, toText } from '../reading/values.ts';

/** `composer.lock`. */
export const composerLock: ManifestReader = {
  id: 'composer.lock',
  ecosystem: 'composer',
  kind: 'lockfile',
  matches: (baseName) => baseName === 'composer.lock',
  read(_path, text) {
    const parsed = parseJson(text);
    if (!parsed.ok) return parsed.failure;
    if (!isFields(parsed.document)) return toReading({ problem: 'holds no JSON object' });
    const read = (['packages', 'packages-dev'] as const).flatMap((section) =>
      toList(getField(parsed.document, section)).flatMap((entry) => {
        const component = toLockedPackage(entry, section === 'packages' ? 'required' : 'development');
        return component ? [{ entry, component }] : [];
      }),
    );
    const byName = new Map(read.map(({ entry, component }) => [getText(entry, 'name')?.toLowerCase(), component.purl]));
    return toReading({
      components: read.map(({ component }) => component),
      edges: read.flatMap(({ entry, component }) =>
        toEntries(getField(entry, 'require')).flatMap(([name]): [string, string][] => {
          const to = byName.get(name.toLowerCase());
          return to === undefined ? [] : [[component.purl, to]];
        }),
      ),
    });
  },
};

/** `composer.json`. */
export const composerJson: ManifestReader = {
  id: 'composer.json',
  ecosystem: 'composer',
  kind: 'manifest',
  matches: (baseName) => baseName === 'composer.json',
  read(_path, text) {
    const parsed = parseJson(text);
    if (!parsed.ok) return parsed.failure;
    const section = (key: string, scope: BomScope) =>
      toEntries(getField(parsed.document, key)).flatMap(([name, value]) => {
        const range = toText(value) ?? '';
        // `php`, `ext-json` and the like are the platform.
        if (!name.includes('/')) return [];
        const version = /^v?(\d+(?:\.\d+)+(?:-[\w.]+)?)$/.exec(range.trim())?.[1] ?? null;
        return [toComponent('composer', { ...splitVendor(name), version, scope, range, anchor: JSON.stringify(name) })];
      });
    return toReading({
      components: [...section('require', 'required'), ...section('require-dev', 'development')],
      project: { name: getText(parsed.document, 'name'), version: getText(parsed.document, 'version') },
    });
  },
};

function splitVendor(fullName: string): { readonly group: string | null; readonly name: string } {
  const slash = fullName.indexOf('/');
  return slash === -1
    ? { group: null, name: fullName }
    : { group: fullName.slice(0, slash), name: fullName.slice(slash + 1) };
}

/** Composer lists licences to choose from. */
function findLicence(entry: unknown): string | null {
  const licence = getField(entry, 'license');
  const all = toList(licence).flatMap((item) => toText(item) ?? []);
  return all.length > 1 ? `(${all.join(' OR ')})` : (all[0] ?? toText(licence));
}

function toLockedPackage(entry: unknown, scope: BomScope): ReadComponent | null {
  const fullName = getText(entry, 'name');
  if (fullName === null || getText(getField(entry, 'dist'), 'type') === 'path') return null;
  const version = getText(entry, 'version');
  return toComponent('composer', {
    ...splitVendor(fullName),
    version: version?.replace(/^v(?=\d)/, '') ?? null,
    scope,
    licence: findLicence(entry),
    hashes: toHash('sha1', getText(getField(entry, 'dist'), 'shasum') ?? ''),
    anchor: `"name": ${JSON.stringify(fullName)}`,
  });
}
