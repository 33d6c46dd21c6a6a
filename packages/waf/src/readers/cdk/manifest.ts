import { parsePlace } from '../../regions/place.ts';
import type { InfrastructureBlock } from '../../state/block.ts';
import type { DetectedRegion } from '../../state/state.ts';
import { type DataNode, entryAt, entryOf, isMap, textOf } from '../data/data-node.ts';
import { toValue } from '../data/to-value.ts';

/** The manifest of an assembly as one `terraform` block. */
export function manifestBlock(node: DataNode): InfrastructureBlock | undefined {
  const attributes = toValue(node);
  if (attributes.kind !== 'object') return undefined;
  return {
    kind: 'terraform',
    type: 'manifest',
    name: 'manifest',
    address: 'cdk.manifest',
    attributes,
    span: node.span,
    references: [],
  };
}

/** The last segment of `aws://<account>/<region>` of every stack; stacks that are not bound to a region have none. */
export function manifestRegions(node: DataNode): readonly DetectedRegion[] {
  const artifacts = entryOf(node, 'artifacts');
  if (!isMap(artifacts)) return [];
  const found = new Map<string, DetectedRegion>();
  for (const artifact of artifacts.entries.values()) {
    if (textOf(entryAt(artifact, 'type')) !== 'aws:cloudformation:stack') continue;
    const name = textOf(entryOf(artifact, 'environment'))?.split('/').at(-1) ?? '';
    if (name === '' || name === 'unknown-region') continue;
    const { region } = parsePlace('aws', name);
    found.set(region, { region, provider: 'aws', zone: null });
  }
  return [...found.values()];
}
