import type { BomScope } from '@securescan/model';
import { toComponent, toReading } from '../reading/component.ts';
import { parseToml } from '../reading/documents.ts';
import type { ManifestReader, ReadComponent, Reading } from '../reading/types.ts';
import { getField, getText, toEntries, toText } from '../reading/values.ts';

const SECTIONS: readonly (readonly [section: string, scope: BomScope])[] = [
  ['dependencies', 'required'],
  ['build-dependencies', 'development'],
  ['dev-dependencies', 'development'],
];

/** `Cargo.toml`: dependencies of all kinds and targets. A bare version is a caret range; only `=1.2.3` is exact. */
export const cargoToml: ManifestReader = {
  id: 'Cargo.toml',
  ecosystem: 'cargo',
  kind: 'manifest',
  matches: (baseName) => baseName === 'Cargo.toml',
  read(_path, text) {
    const parsed = parseToml(text);
    return parsed.ok ? readCargoToml(parsed.document) : parsed.failure;
  },
};

function readCargoToml(document: unknown): Reading {
  const tables = [document, ...toEntries(getField(document, 'target')).map(([, table]) => table)];
  const shared = getField(getField(document, 'workspace'), 'dependencies');
  const pack = getField(document, 'package');
  return toReading({
    project: { name: getText(pack, 'name'), version: getText(pack, 'version') },
    components: tables.flatMap((table) =>
      SECTIONS.flatMap(([section, scope]) =>
        // Older manifests write the sections with an underscore.
        toEntries(getField(table, section) ?? getField(table, section.replace('-', '_'))).flatMap(([key, value]) =>
          toCrate(key, getField(value, 'workspace') === true ? (getField(shared, key) ?? value) : value, scope),
        ),
      ),
    ),
  });
}

function toCrate(key: string, value: unknown, scope: BomScope): readonly ReadComponent[] {
  if (getText(value, 'path') !== null) return [];
  const range = toText(value) ?? getText(value, 'version') ?? '';
  const name = getText(value, 'package') ?? key;
  const git = getText(value, 'git');
  const revision = getText(value, 'rev') ?? getText(value, 'tag') ?? getText(value, 'branch');
  return [
    toComponent('cargo', {
      name,
      version: /^=\s*(\d+\.\d+\.\d+\S*)$/.exec(range.trim())?.[1] ?? null,
      qualifiers: git === null ? {} : { vcs_url: `git+${git}${revision === null ? '' : `@${revision}`}` },
      scope: scope === 'required' && getField(value, 'optional') === true ? 'optional' : scope,
      range,
      alias: name === key ? null : key,
      anchor: key,
    }),
  ];
}
