import type { BomScope } from '@securescan/model';
import { toComponent, toReading } from '../reading/component.ts';
import { parseJson, parseToml } from '../reading/documents.ts';
import { parsePrefixedHash } from '../reading/hashes.ts';
import type { ManifestReader, ReadComponent } from '../reading/types.ts';
import { getField, getText, isFields, toEntries, toList, toText } from '../reading/values.ts';
import { findPinnedVersion, toOriginQualifiers } from './requirement.ts';

/** `Pipfile.lock`. */
export const pipfileLock: ManifestReader = {
  id: 'Pipfile.lock',
  ecosystem: 'pypi',
  kind: 'lockfile',
  matches: (baseName) => baseName === 'Pipfile.lock',
  read(_path, text) {
    const parsed = parseJson(text);
    if (!parsed.ok) return parsed.failure;
    if (!isFields(parsed.document)) return toReading({ problem: 'holds no JSON object' });
    return toReading({
      components: readTables(parsed.document, [
        ['default', 'required'],
        ['develop', 'development'],
      ]),
    });
  },
};

/** `Pipfile`. */
export const pipfile: ManifestReader = {
  id: 'Pipfile',
  ecosystem: 'pypi',
  kind: 'manifest',
  matches: (baseName) => baseName === 'Pipfile',
  read(_path, text) {
    const parsed = parseToml(text);
    if (!parsed.ok) return parsed.failure;
    return toReading({
      components: readTables(parsed.document, [
        ['packages', 'required'],
        ['dev-packages', 'development'],
      ]),
    });
  },
};

function readTables(document: unknown, tables: readonly (readonly [string, BomScope])[]): readonly ReadComponent[] {
  return tables.flatMap(([table, scope]) =>
    toEntries(getField(document, table)).flatMap(([name, value]) => toPipPackage(name, value, scope) ?? []),
  );
}

function toPipPackage(name: string, value: unknown, scope: BomScope): ReadComponent | null {
  const range = toText(value) ?? getText(value, 'version') ?? '';
  const git = getText(value, 'git');
  const isLocal = getText(value, 'path') !== null || /^\.{0,2}\//.test(getText(value, 'file') ?? '');
  // A record that is neither a version nor a table is damage, not a package.
  if (name === '' || isLocal || (typeof value === 'string' ? !/^(?:\*|[=<>!~])/.test(value) : !isFields(value)))
    return null;
  const revision = getText(value, 'ref');
  const url = git === null ? getText(value, 'file') : `git+${git}${revision === null ? '' : `@${revision}`}`;
  const hashes = toList(getField(value, 'hashes')).flatMap((hash) => toText(hash) ?? []);
  return toComponent('pypi', {
    name,
    version: findPinnedVersion(range),
    qualifiers: toOriginQualifiers(url),
    scope,
    hashes: hashes.length === 1 ? parsePrefixedHash(hashes[0] ?? '') : [],
    range,
    anchor: name,
  });
}
