import type { BomScope } from '@securescan/model';
import { toComponent, toReading } from '../reading/component.ts';
import { parseYaml } from '../reading/documents.ts';
import { parseIntegrity } from '../reading/hashes.ts';
import type { ManifestReader, ReadComponent, Reading } from '../reading/types.ts';
import { getField, getText, isFields, toEntries, toText, type Fields } from '../reading/values.ts';
import { splitNpmName } from './names.ts';
import { parsePnpmKey } from './pnpm-key.ts';
import { parseSpecifier } from './specifier.ts';

const SECTIONS: readonly (readonly [section: string, scope: BomScope])[] = [
  ['dependencies', 'required'],
  ['optionalDependencies', 'optional'],
  ['devDependencies', 'development'],
];

/** `pnpm-lock.yaml`, versions 5 to 9. */
export const pnpmLock: ManifestReader = {
  id: 'pnpm-lock.yaml',
  ecosystem: 'npm',
  kind: 'lockfile',
  matches: (baseName) => baseName === 'pnpm-lock.yaml',
  read(_path, text) {
    const parsed = parseYaml(text);
    if (!parsed.ok) return parsed.failure;
    if (!isFields(parsed.document)) return toReading({ problem: 'holds no lockfile of pnpm' });
    return readPnpmLock(parsed.document);
  },
};

function readPnpmLock(document: Fields): Reading {
  const isOld = Number.parseFloat(getText(document, 'lockfileVersion') ?? '9') < 6;
  const packages = getField(document, 'packages');
  // Version 9 keeps facts in `packages` and one entry per set of peers in `snapshots`.
  const snapshots = getField(document, 'snapshots') ?? packages;
  const byKey = new Map<string, ReadComponent>();
  for (const [key, snapshot] of toEntries(snapshots)) {
    const facts = getField(packages, key) ?? getField(packages, key.replace(/\(.*$/s, ''));
    const component = toPnpmPackage(key, { isOld, facts, snapshot });
    if (component) byKey.set(key, component);
  }
  const findTarget = (name: string, value: unknown) => {
    const version = toText(value) ?? getText(value, 'version') ?? '';
    const keys = [`${name}@${version}`, `/${name}@${version}`, `/${name}/${version}`, version, `/${version}`];
    return keys.map((key) => byKey.get(key)).find((component) => component !== undefined);
  };
  const importers = toEntries(getField(document, 'importers') ?? { '.': document });
  const roots = new Map<string, BomScope | null>();
  for (const [, importer] of importers) {
    for (const [section, scope] of SECTIONS) {
      for (const [name, value] of toEntries(getField(importer, section))) {
        const target = findTarget(name, value);
        if (target && !roots.has(target.purl)) roots.set(target.purl, scope);
      }
    }
  }
  return toReading({
    components: [...byKey.values()],
    edges: toEntries(snapshots).flatMap(([key, snapshot]) =>
      [
        ...toEntries(getField(snapshot, 'dependencies')),
        ...toEntries(getField(snapshot, 'optionalDependencies')),
      ].flatMap(([name, value]): [string, string][] => {
        const from = byKey.get(key);
        const to = findTarget(name, value);
        return from && to ? [[from.purl, to.purl]] : [];
      }),
    ),
    roots,
    memberDirs: importers.map(([directory]) => directory).filter((directory) => directory !== '.'),
  });
}

function toPnpmPackage(
  key: string,
  { isOld, facts, snapshot }: { readonly isOld: boolean; readonly facts: unknown; readonly snapshot: unknown },
): ReadComponent | null {
  const parsed = parsePnpmKey(key, isOld);
  const name = getText(facts, 'name') ?? parsed.name;
  if (name === '') return null;
  const resolution = getField(facts, 'resolution');
  const repository = getText(resolution, 'repo');
  const origin = repository === null ? (getText(resolution, 'tarball') ?? '') : '';
  const specifier = parseSpecifier(parsed.isRegistry ? '' : origin);
  const commit = getText(resolution, 'commit');
  const is = (flag: string) => getText(facts, flag) === 'true' || getText(snapshot, flag) === 'true';
  const hasFlags = getField(facts, 'dev') !== undefined;
  return toComponent('npm', {
    ...splitNpmName(name),
    version: getText(facts, 'version') ?? parsed.version,
    qualifiers:
      repository === null
        ? specifier.qualifiers
        : { vcs_url: `git+${repository}${commit === null ? '' : `@${commit}`}` },
    scope: is('dev') ? 'development' : is('optional') ? 'optional' : hasFlags ? 'required' : null,
    hashes: parseIntegrity(getText(resolution, 'integrity')),
    // pnpm keeps the files in a store below node_modules, one folder per package and version.
    installPath: `node_modules/.pnpm/${name.replace('/', '+')}@${parsed.version ?? ''}/node_modules/${name}`,
    anchor: key,
  });
}
