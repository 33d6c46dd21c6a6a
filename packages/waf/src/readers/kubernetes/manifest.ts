import { list, map, string, type Value } from '../../evaluate/values.ts';
import type { InfrastructureBlock } from '../../state/block.ts';
import { type DataMap, type DataNode, entryAt, entryOf, isMap, itemsOf, textOf } from '../data/data-node.ts';
import { toValue } from '../data/to-value.ts';
import { containersOf, podSpecOf } from './pod-spec.ts';

/** One object of a cluster, as a manifest describes it. */
export interface Manifest {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly node: DataMap;
}

/** Whether a document describes an object of a cluster. */
export function isManifest(node: DataNode): boolean {
  return (
    isMap(node) && textOf(node.entries.get('apiVersion')) !== undefined && textOf(entryOf(node, 'kind')) !== undefined
  );
}

/** The objects of a document; a list gives its items, which may leave out kind and version of their own. */
export function manifestsOf(document: DataMap): readonly Manifest[] {
  const kind = textOf(document.entries.get('kind')) ?? '';
  const items = document.entries.get('items');
  if (!kind.endsWith('List') || items?.kind !== 'list') return [toManifest(document, kind)];
  return itemsOf(items).flatMap((item) => {
    if (!isMap(item)) return [];
    if (isManifest(item)) return manifestsOf(item);
    const own = textOf(item.entries.get('kind')) ?? kind.slice(0, -'List'.length);
    return own === '' ? [] : [toManifest(item, own)];
  });
}

function toManifest(node: DataMap, kind: string): Manifest {
  const text = (key: string): string | undefined => textOf(entryAt(node, 'metadata', key));
  return { kind, namespace: text('namespace') ?? '', name: text('name') ?? text('generateName') ?? '', node };
}

/** `<Kind>.<namespace>/<name>`, without a namespace `<Kind>.<name>`. */
export function addressOf({ kind, namespace, name }: Manifest): string {
  return `${kind}.${namespace === '' ? '' : `${namespace}/`}${name}`;
}

/**
 * The block of a manifest. Beside what is written it has derived attributes: `_api_group` (empty for the core group),
 * and for everything that makes pods `_pod_spec` and `_containers`, all containers of the pod in one list, so that one
 * path reaches them in a Pod, a Deployment and a CronJob alike.
 */
export function toBlock(manifest: Manifest, references: InfrastructureBlock['references']): InfrastructureBlock {
  const { kind, name, node } = manifest;
  const entries = new Map<string, Value>();
  for (const [key, item] of node.entries) entries.set(key, toValue(item));
  const version = node.entries.get('apiVersion');
  const [group = '', rest] = (textOf(version) ?? '').split('/', 2);
  entries.set('_api_group', string(rest === undefined ? '' : group, version?.span ?? null));
  const podSpec = podSpecOf(kind, node);
  if (podSpec !== undefined) {
    entries.set('_pod_spec', toValue(podSpec));
    entries.set(
      '_containers',
      list(
        containersOf(podSpec).map((container) => toValue(container)),
        entryOf(podSpec, 'containers')?.span ?? podSpec.span,
      ),
    );
  }
  return {
    kind: 'resource',
    type: kind,
    name,
    address: addressOf(manifest),
    attributes: map(entries, node.span),
    span: node.span,
    references,
  };
}
