import type { BomScope } from '@securescan/model';
import { toComponent, toReading } from '../reading/component.ts';
import { parseToml } from '../reading/documents.ts';
import type { ManifestReader, ReadComponent, Reading } from '../reading/types.ts';
import { getField, getText, toEntries, toList, toText } from '../reading/values.ts';
import { findPinnedVersion, parseRequirement, toOriginQualifiers } from './requirement.ts';

/** `pyproject.toml`: PEP 621, dependency groups (PEP 735) and the tables of Poetry and PDM. */
export const pyprojectToml: ManifestReader = {
  id: 'pyproject.toml',
  ecosystem: 'pypi',
  kind: 'manifest',
  matches: (baseName) => baseName === 'pyproject.toml',
  read(_path, text) {
    const parsed = parseToml(text);
    return parsed.ok ? readPyproject(parsed.document) : parsed.failure;
  },
};

function readPyproject(document: unknown): Reading {
  const project = getField(document, 'project');
  const poetry = getField(getField(document, 'tool'), 'poetry');
  const groups = (table: unknown) => toEntries(table).flatMap(([, items]) => toList(items));
  return toReading({
    project: {
      name: getText(project, 'name') ?? getText(poetry, 'name'),
      version: getText(project, 'version') ?? getText(poetry, 'version'),
    },
    components: [
      ...toList(getField(project, 'dependencies')).flatMap(toRequired('required')),
      ...groups(getField(project, 'optional-dependencies')).flatMap(toRequired('optional')),
      ...groups(getField(document, 'dependency-groups')).flatMap(toRequired('development')),
      ...groups(getField(getField(getField(document, 'tool'), 'pdm'), 'dev-dependencies')).flatMap(
        toRequired('development'),
      ),
      ...readPoetryTables(poetry),
    ],
  });
}

function toRequired(scope: BomScope) {
  return (item: unknown): readonly ReadComponent[] => {
    const requirement = typeof item === 'string' ? parseRequirement(item) : null;
    if (!requirement) return [];
    const { name, version, range, url } = requirement;
    return [toComponent('pypi', { name, version, qualifiers: toOriginQualifiers(url), scope, range, anchor: name })];
  };
}

function readPoetryTables(poetry: unknown): readonly ReadComponent[] {
  const development = [
    getField(poetry, 'dev-dependencies'),
    ...toEntries(getField(poetry, 'group')).map(([, group]) => getField(group, 'dependencies')),
  ];
  return [
    ...toEntries(getField(poetry, 'dependencies')).flatMap(toPoetryPackage('required')),
    ...development.flatMap((table) => toEntries(table).flatMap(toPoetryPackage('development'))),
  ];
}

function toPoetryPackage(scope: BomScope) {
  return ([name, value]: readonly [string, unknown]): readonly ReadComponent[] => {
    if (name.toLowerCase() === 'python' || getText(value, 'path') !== null) return [];
    const range = toText(value) ?? getText(value, 'version') ?? '';
    const git = getText(value, 'git');
    const revision = getText(value, 'rev') ?? getText(value, 'tag') ?? getText(value, 'branch');
    const url = git === null ? getText(value, 'url') : `git+${git}${revision === null ? '' : `@${revision}`}`;
    return [
      toComponent('pypi', {
        name,
        // Poetry reads a bare version as an exact one.
        version: /^\d[\w.+!-]*$/.test(range) ? range : findPinnedVersion(range),
        qualifiers: toOriginQualifiers(url),
        scope: scope === 'required' && getField(value, 'optional') === true ? 'optional' : scope,
        range,
        anchor: name,
      }),
    ];
  };
}
