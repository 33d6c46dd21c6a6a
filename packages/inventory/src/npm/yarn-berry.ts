import type { BomScope } from '@securescan/model';
import { toComponent, toReading } from '../reading/component.ts';
import { parseYaml } from '../reading/documents.ts';
import type { ReadComponent, Reading } from '../reading/types.ts';
import { getField, getText, isFields, toEntries, type Fields } from '../reading/values.ts';
import { splitAtSign, splitNpmName } from './names.ts';
import { parseSpecifier } from './specifier.ts';

/** Yarn 2 and later. Its checksums are those of its own archives, not of the published packages, and are left out. */
export function readBerryLock(text: string): Reading {
  const parsed = parseYaml(text);
  if (!parsed.ok) return parsed.failure;
  const entries = toEntries(parsed.document).filter(
    (pair): pair is readonly [string, Fields] => pair[0] !== '__metadata' && isFields(pair[1]),
  );
  const byDescriptor = new Map<string, ReadComponent>();
  const members = entries.filter(([, entry]) => findWorkspace(entry) !== null);
  for (const [key, entry] of entries) {
    const component = toBerryPackage(key, entry);
    if (component) for (const descriptor of key.split(/,\s*/)) byDescriptor.set(descriptor, component);
  }
  const findTarget = (name: string, range: unknown) =>
    byDescriptor.get(`${name}@${String(range)}`) ?? byDescriptor.get(`${name}@npm:${String(range)}`);
  const targetsOf = (entry: Fields) =>
    toEntries(getField(entry, 'dependencies')).flatMap(([name, range]) => findTarget(name, range)?.purl ?? []);
  return toReading({
    components: [...new Set(byDescriptor.values())],
    edges: entries.flatMap(([key, entry]) => {
      const from = byDescriptor.get(key.split(/,\s*/)[0] ?? '');
      return from ? targetsOf(entry).map((to): [string, string] => [from.purl, to]) : [];
    }),
    roots: new Map(
      members.flatMap(([, entry]) => targetsOf(entry).map((purl): [string, BomScope | null] => [purl, null])),
    ),
    memberDirs: members.flatMap(([, entry]) => findWorkspace(entry) ?? []).filter((dir) => dir !== '.'),
    resolutions: new Map(
      [...byDescriptor].flatMap(([descriptor, { purl }]): [string, string][] => [
        [descriptor, purl],
        [descriptor.replace('@npm:', '@'), purl],
      ]),
    ),
  });
}

function findWorkspace(entry: Fields): string | null {
  return /@workspace:([^#]+)/.exec(getText(entry, 'resolution') ?? '')?.[1] ?? null;
}

function toBerryPackage(key: string, entry: Fields): ReadComponent | null {
  const [realName, reference] = splitAtSign(getText(entry, 'resolution') ?? '');
  if (realName === '' || findWorkspace(entry) !== null) return null;
  const specifier = parseSpecifier((reference ?? '').replace(/^(?:npm|patch):/, ''));
  const [installedName] = splitAtSign(key);
  return toComponent('npm', {
    ...splitNpmName(realName),
    version: getText(entry, 'version'),
    qualifiers: reference?.startsWith('patch:') ? {} : specifier.qualifiers,
    alias: installedName === realName ? null : installedName,
    installPath: `node_modules/${installedName}`,
    anchor: key,
  });
}
