import { REGION_TABLES } from './region-tables.ts';

/** A region and, when the text names one, the zone within it. */
export interface Place {
  readonly region: string;
  readonly zone: string | null;
}

/** What a text means to a provider. A name that is in no table is taken as a region, unchanged. */
export function parsePlace(provider: string, text: string): Place {
  const known = REGION_TABLES[provider];
  if (known === undefined) return { region: text, zone: null };
  const { regions, zoneSuffix } = known;
  const name = text.toLowerCase();
  if (regions.has(name)) return { region: name, zone: null };
  if (provider === 'azure') {
    // `West Europe` and `(Europe) West Europe` are display names of `westeurope`.
    const squeezed = name.replace(/^\([^)]*\)/, '').replaceAll(/\s+/g, '');
    return { region: regions.has(squeezed) ? squeezed : text, zone: null };
  }
  // Availability domains of OCI stand behind a tenancy's own prefix.
  const plain = name.slice(name.indexOf(':') + 1);
  for (let end = plain.length - 1; end > 0; end -= 1) {
    const region = plain.slice(0, end);
    if (regions.has(region) && zoneSuffix.test(plain.slice(end)))
      return { region, zone: provider === 'oci' ? text : plain };
  }
  return { region: text, zone: null };
}

/** Whether a text is the name of a region or a zone in the provider's table. */
export function isKnownPlace(provider: string, text: string): boolean {
  const { region, zone } = parsePlace(provider, text);
  return zone !== null || REGION_TABLES[provider]?.regions.has(region) === true;
}
