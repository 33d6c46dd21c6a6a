import { getField, getText, toEntries, toList } from '../reading/values.ts';

/** A dependency as written: properties are not filled in. */
export interface WrittenArtifact {
  readonly group: string | null;
  readonly name: string | null;
  readonly version: string | null;
  readonly type: string | null;
  readonly classifier: string | null;
  readonly scope: string | null;
  readonly optional: string | null;
}

/** The part of a project model that tells dependencies, as written in one file. */
export interface PomModel {
  readonly group: string | null;
  readonly name: string | null;
  readonly version: string | null;
  readonly parent: {
    readonly group: string | null;
    readonly name: string | null;
    readonly version: string | null;
    /** Where the parent's file lies; empty when it must not be looked for. */
    readonly path: string;
  } | null;
  readonly properties: ReadonlyMap<string, string>;
  readonly managed: readonly WrittenArtifact[];
  readonly dependencies: readonly WrittenArtifact[];
}

function getTrimmed(holder: unknown, key: string): string | null {
  const text = getText(holder, key)?.trim() ?? '';
  return text === '' ? null : text;
}

function listArtifacts(holder: unknown): readonly WrittenArtifact[] {
  return toList(getField(getField(holder, 'dependencies'), 'dependency')).map((item) => ({
    group: getTrimmed(item, 'groupId'),
    name: getTrimmed(item, 'artifactId'),
    version: getTrimmed(item, 'version'),
    type: getTrimmed(item, 'type'),
    classifier: getTrimmed(item, 'classifier'),
    scope: getTrimmed(item, 'scope'),
    optional: getTrimmed(item, 'optional'),
  }));
}

function parseParent(project: unknown): PomModel['parent'] {
  const parent = getField(project, 'parent');
  if (parent === undefined) return null;
  const path = getField(parent, 'relativePath');
  return {
    group: getTrimmed(parent, 'groupId'),
    name: getTrimmed(parent, 'artifactId'),
    version: getTrimmed(parent, 'version'),
    path: path === undefined ? '../pom.xml' : typeof path === 'string' ? path.trim() : '',
  };
}

/** Reads the model out of a parsed `<project>`. Dependencies of profiles count as the project's. */
export function parsePomModel(project: unknown): PomModel {
  const profiles = toList(getField(getField(project, 'profiles'), 'profile'));
  return {
    group: getTrimmed(project, 'groupId'),
    name: getTrimmed(project, 'artifactId'),
    version: getTrimmed(project, 'version'),
    parent: parseParent(project),
    properties: new Map(
      toEntries(getField(project, 'properties')).flatMap(([key, value]): [string, string][] =>
        typeof value === 'string' ? [[key, value.trim()]] : [],
      ),
    ),
    managed: listArtifacts(getField(project, 'dependencyManagement')),
    dependencies: [project, ...profiles].flatMap(listArtifacts),
  };
}
