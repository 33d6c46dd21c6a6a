import type { Value } from '../evaluate/values.ts';
import type { InfrastructureBlock } from '../state/block.ts';
import type { BlockIndex } from './block-index.ts';

/** Names that mean the same provider. */
const SAME: Readonly<Record<string, string>> = {
  'google-beta': 'google',
  gcp: 'google',
  awscc: 'aws',
  AWS: 'aws',
  azure: 'azurerm',
  azapi: 'azurerm',
  azuread: 'azurerm',
  azuredevops: 'azurerm',
  Microsoft: 'azurerm',
  k8s: 'kubernetes',
};

export function canonicalProvider(name: string): string {
  return Object.hasOwn(SAME, name) ? (SAME[name] ?? name) : name;
}

/**
 * The providers that code uses, as provider blocks, `required_providers` and types of resources say. Empty when nothing
 * says anything.
 */
export function usedProviders(index: BlockIndex): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { type } of index.ofKind('provider')) names.add(type);
  for (const { attributes } of index.ofKind('terraform')) {
    for (const name of namesIn(attributes.entries.get('required_providers'))) names.add(name);
  }
  for (const kind of ['resource', 'data'] as const) {
    for (const { type } of index.ofKind(kind)) names.add(prefixOf(type));
  }
  return new Set([...names].map(canonicalProvider));
}

/** The provider that a block belongs to, null for variables, modules and so on. */
export function providerOf({ kind, type }: InfrastructureBlock): string | null {
  if (kind === 'provider') return canonicalProvider(type);
  return kind === 'resource' || kind === 'data' ? canonicalProvider(prefixOf(type)) : null;
}

function prefixOf(type: string): string {
  return /^[^_:./]+/.exec(type)?.[0] ?? type;
}

function namesIn(value: Value | undefined): readonly string[] {
  if (value === undefined) return [];
  if ('items' in value) return value.items.flatMap(namesIn);
  return 'entries' in value ? [...value.entries.keys()] : [];
}
