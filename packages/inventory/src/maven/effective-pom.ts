import type { BomScope } from '@securescan/model';
import { toComponent } from '../reading/component.ts';
import type { ReadComponent } from '../reading/types.ts';
import type { PomModel, WrittenArtifact } from './pom-model.ts';
import { interpolate, type Properties } from './properties.ts';

/** What a project model and its ancestors come to. */
export interface EffectivePom {
  readonly name: string | null;
  readonly version: string | null;
  readonly components: readonly ReadComponent[];
}

/** Properties of the chain, the nearest file winning, and the coordinates that every file defines by itself. */
function collectProperties(model: PomModel, ancestors: readonly PomModel[]): Properties {
  const group = model.group ?? model.parent?.group ?? null;
  const version = model.version ?? model.parent?.version ?? null;
  const own: readonly (readonly [string, string | null])[] = [
    ['groupId', group],
    ['artifactId', model.name],
    ['version', version],
    ['parent.groupId', model.parent?.group ?? null],
    ['parent.version', model.parent?.version ?? null],
  ];
  return new Map([
    ...ancestors.toReversed().flatMap(({ properties }) => [...properties]),
    ...model.properties,
    ...own.flatMap(([key, value]): [string, string][] =>
      value === null ? [] : [`project.${key}`, `pom.${key}`].map((name): [string, string] => [name, value]),
    ),
  ]);
}

/**
 * Fills properties in and applies dependency management, with what ancestors define and depend on.
 * @param ancestors - nearest first
 * @see https://maven.apache.org/guides/introduction/introduction-to-the-pom.html#Project_Inheritance
 */
export function toEffectivePom(model: PomModel, ancestors: readonly PomModel[]): EffectivePom {
  const properties = collectProperties(model, ancestors);
  const fill = (text: string | null) => (text === null ? null : interpolate(text, properties));
  const keyOf = (item: WrittenArtifact) => `${fill(item.group) ?? ''}:${fill(item.name) ?? ''}`;
  const managed = new Map(
    [...ancestors.toReversed(), model].flatMap((one) => one.managed).map((item) => [keyOf(item), item]),
  );
  const written = new Map(
    [...ancestors.toReversed(), model]
      .flatMap(({ dependencies }) => dependencies)
      .map((item) => [`${keyOf(item)}:${item.type ?? ''}:${item.classifier ?? ''}`, item]),
  );
  return {
    name: model.name,
    version: properties.get('project.version') ?? null,
    components: [...written.values()].flatMap((item) => toArtifact(item, managed.get(keyOf(item)), fill)),
  };
}

/** A version without a range; `[1.0]` is exactly that one. What a property hides stays unknown. */
function findVersion(text: string | null): string | null {
  const version = /^\[([^,[\]()]+)\]$/.exec(text ?? '')?.[1] ?? text;
  return version === null || /[[\](),${}\s]/.test(version) ? null : version;
}

function toArtifact(
  own: WrittenArtifact,
  managed: WrittenArtifact | undefined,
  fill: (text: string | null) => string | null,
): readonly ReadComponent[] {
  const group = fill(own.group);
  const name = fill(own.name);
  if (group === null || name === null) return [];
  const scope = fill(own.scope ?? managed?.scope ?? null) ?? 'compile';
  const isOptional = fill(own.optional) === 'true' || scope === 'provided';
  const needed: BomScope = scope === 'test' ? 'development' : isOptional ? 'optional' : 'required';
  const range = fill(own.version ?? managed?.version ?? null);
  const type = fill(own.type) ?? 'jar';
  return [
    toComponent('maven', {
      group,
      name,
      version: findVersion(range),
      qualifiers: { classifier: fill(own.classifier) ?? '', type: type === 'jar' ? '' : type },
      scope: needed,
      range,
      anchor: `<artifactId>${own.name ?? name}</artifactId>`,
    }),
  ];
}
