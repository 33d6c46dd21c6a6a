import { toComponent, toReading } from '../reading/component.ts';
import { parseToml } from '../reading/documents.ts';
import type { ManifestReader, ReadComponent } from '../reading/types.ts';
import { getField, getText, toEntries, toText } from '../reading/values.ts';

/** Version catalogs of Gradle (`gradle/libs.versions.toml`). */
export const versionCatalog: ManifestReader = {
  id: 'libs.versions.toml',
  ecosystem: 'maven',
  kind: 'manifest',
  matches: (baseName) => baseName.endsWith('.versions.toml'),
  read(_path, text) {
    const parsed = parseToml(text);
    if (!parsed.ok) return parsed.failure;
    const versions = getField(parsed.document, 'versions');
    return toReading({
      components: [
        ...toEntries(getField(parsed.document, 'libraries')).flatMap(([alias, value]) =>
          toLibrary(alias, value, versions),
        ),
        ...toEntries(getField(parsed.document, 'plugins')).flatMap(([alias, value]) =>
          toPlugin(alias, value, versions),
        ),
      ],
    });
  },
};

/** A plain version; ranges (`[1,2)`), prefixes (`1.+`) and rich versions without `strictly` are none. */
function findVersion(value: unknown, versions: unknown): string | null {
  const reference = getText(getField(value, 'version'), 'ref');
  const version = reference === null ? (getField(value, 'version') ?? value) : getField(versions, reference);
  const text = toText(version) ?? getText(version, 'strictly') ?? getText(version, 'require');
  return text === null || /[[\](),+\s]|^latest\./.test(text) ? null : text;
}

function toLibrary(alias: string, value: unknown, versions: unknown): readonly ReadComponent[] {
  const [groupShort, nameShort, versionShort = null] = (toText(value) ?? getText(value, 'module') ?? '').split(':');
  const group = getText(value, 'group') ?? groupShort;
  const name = getText(value, 'name') ?? nameShort;
  if (!group || !name) return [];
  const version = typeof value === 'string' ? findVersion(versionShort, versions) : findVersionOf(value, versions);
  return [toComponent('maven', { group, name, version, scope: 'required', anchor: alias })];
}

function findVersionOf(value: unknown, versions: unknown): string | null {
  return getField(value, 'version') === undefined ? null : findVersion(value, versions);
}

/** A plugin is published as an artifact whose name is that of the plugin with a fixed ending. */
function toPlugin(alias: string, value: unknown, versions: unknown): readonly ReadComponent[] {
  const [idShort, versionShort = null] = (toText(value) ?? '').split(':');
  const id = getText(value, 'id') ?? idShort;
  if (!id) return [];
  const version = typeof value === 'string' ? findVersion(versionShort, versions) : findVersionOf(value, versions);
  return [
    toComponent('maven', { group: id, name: `${id}.gradle.plugin`, version, scope: 'development', anchor: alias }),
  ];
}
