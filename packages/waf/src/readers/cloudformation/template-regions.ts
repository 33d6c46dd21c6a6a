import type { Value } from '../../evaluate/values.ts';
import { isKnownPlace, parsePlace } from '../../regions/place.ts';
import type { InfrastructureBlock } from '../../state/block.ts';
import type { DetectedRegion } from '../../state/state.ts';

const PLACE = /(?<![a-z0-9-])[a-z]{2}(?:-[a-z]{2,12}){1,3}-\d{1,2}[a-z]?(?![a-z0-9-])/g;

/** Regions and zones of AWS that texts of resources name, in order of appearance. */
export function regionsInTexts(blocks: readonly InfrastructureBlock[]): readonly DetectedRegion[] {
  const found = new Map<string, DetectedRegion>();
  const look = (value: Value): void => {
    if (value.kind === 'string') {
      for (const [text] of value.value.matchAll(PLACE)) {
        if (!isKnownPlace('aws', text)) continue;
        const { region, zone } = parsePlace('aws', text);
        if (region !== null) found.set(`${region} ${zone ?? ''}`, { region, provider: 'aws', zone });
      }
    } else if (value.kind === 'list' || value.kind === 'set') value.items.forEach(look);
    else if (value.kind === 'map' || value.kind === 'object') value.entries.forEach(look);
  };
  for (const block of blocks) if (block.kind === 'resource') look(block.attributes);
  return [...found.values()];
}
