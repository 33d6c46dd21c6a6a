import type { BomScope } from '@securescan/model';
import { toComponent, toReading } from '../reading/component.ts';
import { parseToml } from '../reading/documents.ts';
import type { ManifestReader, ReadComponent, Reading } from '../reading/types.ts';
import { getField, getText, toList, toText } from '../reading/values.ts';
import { pickReleaseHash } from './file-hashes.ts';
import { indexByName } from './locked-names.ts';
import { parseRequirement, toOriginQualifiers } from './requirement.ts';

/** `pdm.lock`. A package with extras has an entry of its own there; both become one component. */
export const pdmLock: ManifestReader = {
  id: 'pdm.lock',
  ecosystem: 'pypi',
  kind: 'lockfile',
  matches: (baseName) => baseName === 'pdm.lock',
  read(_path, text) {
    const parsed = parseToml(text);
    return parsed.ok ? readPdmLock(parsed.document) : parsed.failure;
  },
};

function readPdmLock(document: unknown): Reading {
  const read = toList(getField(document, 'package')).flatMap((entry) => {
    const component = toPdmPackage(entry);
    return component ? [{ entry, component }] : [];
  });
  const components = read.map(({ component }) => component);
  const find = indexByName(components);
  return toReading({
    components,
    edges: read.flatMap(({ entry, component }) =>
      toList(getField(entry, 'dependencies'))
        .flatMap((item) => find(parseRequirement(toText(item) ?? '')?.name ?? null))
        .filter((to) => to !== component.purl)
        .map((to): [string, string] => [component.purl, to]),
    ),
  });
}

/** Groups other than the default one are extras or development groups; only `pyproject.toml` could tell which. */
function scopeOf(entry: unknown): BomScope | null {
  const groups = toList(getField(entry, 'groups'));
  if (groups.length === 0) return null;
  if (groups.includes('default')) return 'required';
  return groups.some((group) => /^(?:dev|test|lint|doc)/.test(toText(group) ?? '')) ? 'development' : 'optional';
}

function toPdmPackage(entry: unknown): ReadComponent | null {
  const name = getText(entry, 'name');
  if (name === null || getText(entry, 'path') !== null || getField(entry, 'editable') === true) return null;
  const git = getText(entry, 'git');
  const revision = getText(entry, 'revision') ?? getText(entry, 'ref');
  return toComponent('pypi', {
    name,
    version: getText(entry, 'version'),
    qualifiers: toOriginQualifiers(
      git === null ? getText(entry, 'url') : `git+${git}${revision === null ? '' : `@${revision}`}`,
    ),
    scope: scopeOf(entry),
    hashes: pickReleaseHash(
      toList(getField(entry, 'files')).map((file) => ({
        name: getText(file, 'file') ?? getText(file, 'url') ?? '',
        hash: getText(file, 'hash') ?? '',
      })),
    ),
    anchor: `name = "${name}"`,
  });
}
