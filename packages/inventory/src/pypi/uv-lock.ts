import type { BomScope } from '@securescan/model';
import { toComponent, toReading } from '../reading/component.ts';
import { parseToml } from '../reading/documents.ts';
import type { ManifestReader, ReadComponent, Reading } from '../reading/types.ts';
import { getField, getText, toEntries, toList } from '../reading/values.ts';
import { pickReleaseHash } from './file-hashes.ts';
import { indexByName } from './locked-names.ts';
import { toOriginQualifiers } from './requirement.ts';

/** `uv.lock`. */
export const uvLock: ManifestReader = {
  id: 'uv.lock',
  ecosystem: 'pypi',
  kind: 'lockfile',
  matches: (baseName) => baseName === 'uv.lock',
  read(_path, text) {
    const parsed = parseToml(text);
    return parsed.ok ? readUvLock(parsed.document) : parsed.failure;
  },
};

/** Directory of a member of the workspace, or null for a package from elsewhere. */
function findMemberDir(entry: unknown): string | null {
  const source = getField(entry, 'source');
  return getText(source, 'editable') ?? getText(source, 'virtual') ?? getText(source, 'directory');
}

function readUvLock(document: unknown): Reading {
  const packages = toList(getField(document, 'package'));
  const members = packages.filter((entry) => findMemberDir(entry) !== null);
  const read = packages.flatMap((entry) => {
    const component = findMemberDir(entry) === null ? toUvPackage(entry) : null;
    return component ? [{ entry, component }] : [];
  });
  const components = read.map(({ component }) => component);
  const find = indexByName(components);
  const targets = (list: unknown) =>
    toList(list).flatMap((item) => find(getText(item, 'name'), getText(item, 'version')));
  const grouped = (table: unknown) => toEntries(table).flatMap(([, list]) => targets(list));
  const roots = new Map<string, BomScope | null>();
  const addRoots = (scope: BomScope, purls: readonly string[]) => {
    for (const purl of purls) if (!roots.has(purl)) roots.set(purl, scope);
  };
  for (const member of members) addRoots('required', targets(getField(member, 'dependencies')));
  for (const member of members) addRoots('optional', grouped(getField(member, 'optional-dependencies')));
  for (const member of members) addRoots('development', grouped(getField(member, 'dev-dependencies')));
  const root = members.find((entry) => findMemberDir(entry) === '.');
  return toReading({
    components,
    edges: read.flatMap(({ entry, component }) =>
      [...targets(getField(entry, 'dependencies')), ...grouped(getField(entry, 'optional-dependencies'))].map(
        (to): [string, string] => [component.purl, to],
      ),
    ),
    roots: members.length === 0 ? null : roots,
    memberDirs: members.flatMap((entry) => findMemberDir(entry) ?? []).filter((directory) => directory !== '.'),
    project: root ? { name: getText(root, 'name'), version: getText(root, 'version') } : null,
  });
}

function toUvPackage(entry: unknown): ReadComponent | null {
  const name = getText(entry, 'name');
  if (name === null) return null;
  const source = getField(entry, 'source');
  const git = getText(source, 'git');
  // `…?rev=main#<commit>`
  const [address = '', commit] = (git ?? '').split('#');
  const vcs = git === null ? null : `git+${address.split('?')[0]}${commit === undefined ? '' : `@${commit}`}`;
  const sdist = getField(entry, 'sdist');
  const files = [...(sdist === undefined ? [] : [sdist]), ...toList(getField(entry, 'wheels'))];
  return toComponent('pypi', {
    name,
    version: getText(entry, 'version'),
    qualifiers: toOriginQualifiers(vcs ?? getText(source, 'url')),
    hashes: pickReleaseHash(
      files.map((file) => ({
        name: getText(file, 'url') ?? getText(file, 'path') ?? '',
        hash: getText(file, 'hash') ?? '',
      })),
    ),
    anchor: `name = "${name}"`,
  });
}
