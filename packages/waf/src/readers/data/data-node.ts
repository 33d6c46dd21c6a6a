import type { Span } from '../../hcl/span.ts';

/** A value of a JSON or YAML document with its place. Nodes that an alias names are shared. */
export type DataNode =
  | { readonly kind: 'scalar'; readonly value: string | number | boolean | null; readonly span: Span }
  | { readonly kind: 'list'; readonly items: readonly DataNode[]; readonly span: Span }
  | DataMap;

export interface DataMap {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, DataNode>;
  readonly span: Span;
}

/** Levels within one another; deeper documents are refused. */
export const MAX_DEPTH = 150;
/** Values of one document, those behind an alias counted each time. */
export const MAX_NODES = 1_000_000;

export function isMap(node: DataNode | undefined): node is DataMap {
  return node?.kind === 'map';
}

/** What stands below a key, undefined where the node is no map or has no such key. */
export function entryOf(node: DataNode | undefined, key: string): DataNode | undefined {
  return node?.kind === 'map' ? node.entries.get(key) : undefined;
}

/** Follows keys from map to map. */
export function entryAt(node: DataNode | undefined, ...keys: readonly string[]): DataNode | undefined {
  return keys.reduce(entryOf, node);
}

export function textOf(node: DataNode | undefined): string | undefined {
  return node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined;
}

export function itemsOf(node: DataNode | undefined): readonly DataNode[] {
  return node?.kind === 'list' ? node.items : [];
}
