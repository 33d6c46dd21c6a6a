import type { BomScope } from '@securescan/model';
import { toComponent, toReading } from '../reading/component.ts';
import { parseXml } from '../reading/xml.ts';
import type { ManifestReader, ReadComponent, Reading } from '../reading/types.ts';
import { getField, getText, toEntries } from '../reading/values.ts';
import { interpolate, type Properties } from './properties.ts';

/** `pom.xml`: dependencies with properties and dependency management of the same file. */
export const pomXml: ManifestReader = {
  id: 'pom.xml',
  ecosystem: 'maven',
  kind: 'manifest',
  matches: (baseName) => baseName === 'pom.xml' || baseName.endsWith('.pom'),
  read(_path, text) {
    const parsed = parseXml(text, ['dependency', 'module', 'profile']);
    if (!parsed.ok) return parsed.failure;
    const project = getField(parsed.document, 'project');
    return project === undefined ? toReading({ problem: 'has no <project>' }) : readProject(project);
  },
};

interface Coordinates {
  readonly group: string;
  readonly name: string;
  readonly version: string | null;
  readonly type: string;
  readonly classifier: string;
  readonly scope: string | null;
  readonly optional: boolean;
}

function readProject(project: unknown): Reading {
  const parent = getField(project, 'parent');
  const properties: Properties = new Map([
    ...toEntries(getField(project, 'properties')).flatMap(([key, value]): [string, string][] =>
      typeof value === 'string' ? [[key, value]] : [],
    ),
    ...(['groupId', 'artifactId', 'version'] as const).flatMap((key): [string, string][] => {
      const value = getText(project, key) ?? getText(parent, key);
      return value === null
        ? []
        : [
            [`project.${key}`, value],
            [`pom.${key}`, value],
          ];
    }),
    ...(['groupId', 'version'] as const).flatMap((key): [string, string][] => {
      const value = getText(parent, key);
      return value === null ? [] : [[`project.parent.${key}`, value]];
    }),
  ]);
  const list = (holder: unknown) => {
    const items = getField(getField(holder, 'dependencies'), 'dependency');
    return (Array.isArray(items) ? items : []).flatMap((item) => parseCoordinates(item, properties) ?? []);
  };
  const managed = new Map(
    list(getField(project, 'dependencyManagement')).map((item) => [`${item.group}:${item.name}`, item]),
  );
  const profiles = getField(getField(project, 'profiles'), 'profile');
  const own = [project, ...(Array.isArray(profiles) ? profiles : [])].flatMap(list);
  return toReading({
    project: { name: getText(project, 'artifactId'), version: properties.get('project.version') ?? null },
    components: own.map((item) => toArtifact(item, managed.get(`${item.group}:${item.name}`))),
  });
}

function parseCoordinates(item: unknown, properties: Properties): Coordinates | null {
  const get = (key: string) => {
    const text = getText(item, key);
    return text === null ? null : interpolate(text.trim(), properties);
  };
  const group = get('groupId');
  const name = get('artifactId');
  if (group === null || name === null) return null;
  return {
    group,
    name,
    version: get('version'),
    type: get('type') ?? 'jar',
    classifier: get('classifier') ?? '',
    scope: get('scope'),
    optional: get('optional') === 'true',
  };
}

/** A version without a range; `[1.0]` is exactly that one. What a property hides stays unknown. */
function findVersion(text: string | null): string | null {
  const version = /^\[([^,[\]()]+)\]$/.exec(text ?? '')?.[1] ?? text;
  return version === null || /[[\](),${}\s]/.test(version) ? null : version;
}

function toArtifact(own: Coordinates, managed: Coordinates | undefined): ReadComponent {
  const scope = own.scope ?? managed?.scope ?? 'compile';
  const needed: BomScope =
    scope === 'test' ? 'development' : own.optional || scope === 'provided' ? 'optional' : 'required';
  const range = own.version ?? managed?.version ?? null;
  return toComponent('maven', {
    group: own.group,
    name: own.name,
    version: findVersion(range),
    qualifiers: { classifier: own.classifier, type: own.type === 'jar' ? '' : own.type },
    scope: needed,
    range,
    anchor: `<artifactId>${own.name}</artifactId>`,
  });
}
