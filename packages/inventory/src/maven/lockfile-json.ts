import type { BomScope } from '@securescan/model';
import { toComponent, toReading } from '../reading/component.ts';
import { parseJson } from '../reading/documents.ts';
import { toHash } from '../reading/hashes.ts';
import type { ManifestReader, ReadComponent } from '../reading/types.ts';
import { getField, getText, toList } from '../reading/values.ts';

/** `lockfile.json` of the maven-lockfile plugin: a tree of resolved artifacts, walked without recursion. */
export const mavenLockfile: ManifestReader = {
  id: 'lockfile.json',
  ecosystem: 'maven',
  kind: 'lockfile',
  matches: (baseName) => baseName === 'lockfile.json',
  read(_path, text) {
    const parsed = parseJson(text);
    if (!parsed.ok) return parsed.failure;
    const components: ReadComponent[] = [];
    const edges: [string, string][] = [];
    const roots = new Map<string, BomScope | null>();
    const pending = toList(getField(parsed.document, 'dependencies')).map((entry) => ({ entry, parent: '' }));
    for (let next = pending.pop(); next; next = pending.pop()) {
      const artifact = toArtifact(next.entry);
      if (!artifact) continue;
      components.push(artifact);
      if (next.parent === '') roots.set(artifact.purl, artifact.scope);
      else edges.push([next.parent, artifact.purl]);
      for (const entry of toList(getField(next.entry, 'children'))) pending.push({ entry, parent: artifact.purl });
    }
    return toReading({ components, edges, roots });
  },
};

function toArtifact(entry: unknown): ReadComponent | null {
  const group = getText(entry, 'groupId');
  const name = getText(entry, 'artifactId');
  if (group === null || name === null) return null;
  const algorithm = (getText(entry, 'checksumAlgorithm') ?? '').toLowerCase().replace('-', '');
  const scope = getText(entry, 'scope');
  return toComponent('maven', {
    group,
    name,
    version: getText(entry, 'version'),
    qualifiers: { classifier: getText(entry, 'classifier') ?? '' },
    scope: scope === 'test' ? 'development' : scope === 'provided' ? 'optional' : 'required',
    hashes: toHash(algorithm, getText(entry, 'checksum') ?? ''),
    anchor: `"artifactId": ${JSON.stringify(name)}`,
  });
}
