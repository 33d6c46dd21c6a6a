import type { BomScope } from '@securescan/model';
import { toComponent, toReading } from '../reading/component.ts';
import { parseToml } from '../reading/documents.ts';
import { toHash } from '../reading/hashes.ts';
import type { ManifestReader, ReadComponent, Reading } from '../reading/types.ts';
import { getField, getText, toList, toText } from '../reading/values.ts';

/** `Cargo.lock`, all versions. Packages without a source are members of the workspace, not components. */
export const cargoLock: ManifestReader = {
  id: 'Cargo.lock',
  ecosystem: 'cargo',
  kind: 'lockfile',
  matches: (baseName) => baseName === 'Cargo.lock',
  read(_path, text) {
    const parsed = parseToml(text);
    return parsed.ok ? readCargoLock(parsed.document) : parsed.failure;
  },
};

function readCargoLock(document: unknown): Reading {
  const listed = [...toList(getField(document, 'package')), getField(document, 'root')].filter(
    (entry) => getText(entry, 'name') !== null,
  );
  const metadata = getField(document, 'metadata');
  // A single package without a source may be a cut-down lockfile; it is a member only when something depends on others.
  const isMember = (entry: unknown) =>
    getText(entry, 'source') === null &&
    getText(entry, 'checksum') === null &&
    (listed.some((other) => getText(other, 'source') !== null) || getField(entry, 'dependencies') !== undefined);
  const read = listed.flatMap((entry) => {
    const component = isMember(entry) ? null : toCrate(entry, metadata);
    return component ? [{ entry, component }] : [];
  });
  const byName = new Map<string, ReadComponent[]>();
  for (const { component } of read) {
    const list = byName.get(component.name);
    if (list) list.push(component);
    else byName.set(component.name, [component]);
  }
  const targets = (entry: unknown) =>
    toList(getField(entry, 'dependencies')).flatMap((item) => {
      const [name = '', version] = (toText(item) ?? '').split(' ');
      return (byName.get(name) ?? [])
        .filter((component) => version === undefined || component.version === version)
        .map(({ purl }) => purl);
    });
  const members = listed.filter(isMember);
  const [only] = members;
  return toReading({
    components: read.map(({ component }) => component),
    edges: read.flatMap(({ entry, component }) => targets(entry).map((to): [string, string] => [component.purl, to])),
    // Cargo.lock does not tell dependencies from dev-dependencies; the manifests do.
    roots: new Map(members.flatMap(targets).map((purl): [string, BomScope | null] => [purl, null])),
    memberNames: members.flatMap((entry) => getText(entry, 'name') ?? []),
    project: only && members.length === 1 ? { name: getText(only, 'name'), version: getText(only, 'version') } : null,
  });
}

function toCrate(entry: unknown, metadata: unknown): ReadComponent | null {
  const name = getText(entry, 'name');
  const version = getText(entry, 'version');
  if (name === null) return null;
  const source = getText(entry, 'source');
  const checksum =
    getText(entry, 'checksum') ?? getText(metadata, `checksum ${name} ${version ?? ''} (${source ?? ''})`);
  return toComponent('cargo', {
    name,
    version,
    qualifiers: toSourceQualifiers(source),
    hashes: toHash('sha256', checksum ?? ''),
    anchor: `name = "${name}"\nversion = "${version ?? ''}"`,
  });
}

function toSourceQualifiers(source: string | null): Readonly<Record<string, string>> {
  if (!source?.startsWith('git+')) return {};
  const [address = '', commit] = source.split('#');
  return { vcs_url: `${address.split('?')[0]}${commit === undefined ? '' : `@${commit}`}` };
}
