import type { BomScope } from '@securescan/model';
import { toComponent, toReading } from '../reading/component.ts';
import { parseJson } from '../reading/documents.ts';
import type { ManifestReader, ReadComponent, Reading } from '../reading/types.ts';
import { getField, getText, isFields, toEntries, toList } from '../reading/values.ts';
import { splitNpmName } from './names.ts';
import { parseSpecifier } from './specifier.ts';

const SECTIONS: readonly (readonly [section: string, scope: BomScope])[] = [
  ['dependencies', 'required'],
  ['optionalDependencies', 'optional'],
  ['peerDependencies', 'optional'],
  ['devDependencies', 'development'],
];

/** No specifier is longer; what is would only cost time. */
const LONGEST_SPECIFIER = 4096;

/** `package.json`: what is asked for. Only exact pins have a version. */
export const packageJson: ManifestReader = {
  id: 'package.json',
  ecosystem: 'npm',
  kind: 'manifest',
  matches: (baseName) => baseName === 'package.json',
  read(_path, text) {
    const parsed = parseJson(text);
    if (!parsed.ok) return parsed.failure;
    if (!isFields(parsed.document)) return toReading({ problem: 'holds no JSON object' });
    return readManifest(parsed.document);
  },
};

function readManifest(document: unknown): Reading {
  const workspaces = getField(document, 'workspaces');
  const globs = toList(Array.isArray(workspaces) ? workspaces : getField(workspaces, 'packages'));
  return toReading({
    project: { name: getText(document, 'name'), version: getText(document, 'version') },
    memberGlobs: globs.filter((glob) => typeof glob === 'string'),
    components: SECTIONS.flatMap(([section, scope]) =>
      toEntries(getField(document, section)).flatMap(([name, value]) => toDependency(name, value, scope)),
    ),
  });
}

function toDependency(key: string, value: unknown, scope: BomScope): readonly ReadComponent[] {
  if (typeof value !== 'string' || value.length > LONGEST_SPECIFIER || key === '') return [];
  const specifier = parseSpecifier(value);
  if (specifier.local) return [];
  return [
    toComponent('npm', {
      ...splitNpmName(specifier.realName ?? key),
      version: specifier.version,
      qualifiers: specifier.qualifiers,
      scope,
      range: value,
      alias: specifier.realName === null ? null : key,
      anchor: `${JSON.stringify(key)}:`,
    }),
  ];
}
