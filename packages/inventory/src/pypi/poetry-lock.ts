import type { BomScope } from '@securescan/model';
import { toComponent, toReading } from '../reading/component.ts';
import { parseToml } from '../reading/documents.ts';
import type { ManifestReader, ReadComponent, Reading } from '../reading/types.ts';
import { getField, getText, toEntries, toList, toText } from '../reading/values.ts';
import { pickReleaseHash } from './file-hashes.ts';
import { indexByName } from './locked-names.ts';
import { toOriginQualifiers } from './requirement.ts';

/** `poetry.lock`, versions 1 and 2. */
export const poetryLock: ManifestReader = {
  id: 'poetry.lock',
  ecosystem: 'pypi',
  kind: 'lockfile',
  matches: (baseName) => baseName === 'poetry.lock',
  read(_path, text) {
    const parsed = parseToml(text);
    return parsed.ok ? readPoetryLock(parsed.document) : parsed.failure;
  },
};

function readPoetryLock(document: unknown): Reading {
  const packages = toList(getField(document, 'package'));
  const legacyFiles = getField(getField(document, 'metadata'), 'files');
  const read = packages.flatMap((entry) => {
    const component = toPoetryPackage(entry, legacyFiles);
    return component ? [{ entry, component }] : [];
  });
  const components = read.map(({ component }) => component);
  const find = indexByName(components);
  return toReading({
    components,
    edges: read.flatMap(({ entry, component }) =>
      toEntries(getField(entry, 'dependencies')).flatMap(([name]) =>
        find(name).map((to): [string, string] => [component.purl, to]),
      ),
    ),
  });
}

function scopeOf(entry: unknown): BomScope | null {
  const groups = toList(getField(entry, 'groups')).flatMap((group) => toText(group) ?? []);
  const category = getText(entry, 'category');
  const isMain = groups.includes('main') || category === 'main';
  if (groups.length === 0 && category === null) return null;
  if (!isMain) return 'development';
  return getField(entry, 'optional') === true ? 'optional' : 'required';
}

function toPoetryPackage(entry: unknown, legacyFiles: unknown): ReadComponent | null {
  const name = getText(entry, 'name');
  if (name === null) return null;
  const source = getField(entry, 'source');
  const kind = getText(source, 'type');
  if (kind === 'directory') return null;
  const url = getText(source, 'url');
  const revision = getText(source, 'resolved_reference') ?? getText(source, 'reference');
  const git = url === null ? null : `git+${url}${revision === null ? '' : `@${revision}`}`;
  const files = toList(getField(entry, 'files') ?? getField(legacyFiles, name));
  return toComponent('pypi', {
    name,
    version: getText(entry, 'version'),
    qualifiers: toOriginQualifiers(kind === 'git' ? git : kind === 'url' ? url : null),
    scope: scopeOf(entry),
    hashes: pickReleaseHash(
      files.map((file) => ({ name: getText(file, 'file') ?? '', hash: getText(file, 'hash') ?? '' })),
    ),
    anchor: `name = "${name}"`,
  });
}
