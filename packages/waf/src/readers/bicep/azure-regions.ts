import { isKnownPlace, parsePlace } from '../../regions/place.ts';
import type { InfrastructureBlock } from '../../state/block.ts';
import type { DetectedRegion } from '../../state/state.ts';

/** Regions that resources of Azure name as their location. */
export function detectAzureRegions(blocks: readonly InfrastructureBlock[]): readonly DetectedRegion[] {
  const found = new Map<string, DetectedRegion>();
  for (const { kind, attributes } of blocks) {
    const location = attributes.entries.get('location');
    if (kind !== 'resource' || location?.kind !== 'string' || !isKnownPlace('azure', location.value)) continue;
    const { region } = parsePlace('azure', location.value);
    found.set(region, { region, provider: 'azure', zone: null });
  }
  return [...found.values()];
}
