import type { Value } from '../evaluate/values.ts';
import type { InfrastructureBlock } from '../state/block.ts';
import type { DetectedRegion } from '../state/state.ts';
import { isKnownPlace, parsePlace, type Place } from './place.ts';

/** Cloud providers by the prefix of their resource types, which is the name of the Terraform provider. */
const PROVIDERS: Readonly<Record<string, string>> = {
  aws: 'aws',
  awscc: 'aws',
  azurerm: 'azure',
  azuread: 'azure',
  azurestack: 'azure',
  azapi: 'azure',
  google: 'gcp',
  'google-beta': 'gcp',
  alicloud: 'alicloud',
  yandex: 'yandex',
  oci: 'oci',
  stackit: 'stackit',
  scaleway: 'scaleway',
  ionos: 'ionos',
  ionoscloud: 'ionos',
  profitbricks: 'ionos',
  upcloud: 'upcloud',
  ovh: 'ovh',
  hcloud: 'hetzner',
  openstack: 'openstack',
  digitalocean: 'digitalocean',
  linode: 'linode',
  vultr: 'vultr',
  exoscale: 'exoscale',
  ibm: 'ibm',
  tencentcloud: 'tencent',
};

const REGION_ATTRIBUTES = ['region', 'location', 'datacenter', 'data_center'];
const ZONE_ATTRIBUTES = ['zone', 'zone_id', 'availability_zone', 'availability_domain', 'zones', 'availability_zones'];
/** Texts within which a region may stand, as in `com.amazonaws.eu-west-1.s3`. */
const EMBEDDING_ATTRIBUTES = ['service_name'];

const ALL_ATTRIBUTES = [...REGION_ATTRIBUTES, ...ZONE_ATTRIBUTES, ...EMBEDDING_ATTRIBUTES, 'tags'];

/** The regions and zones that blocks name by known texts: those of providers first, then those of resources. */
export function detectRegions(blocks: readonly InfrastructureBlock[]): readonly DetectedRegion[] {
  const found = new Map<string, DetectedRegion>();
  for (const kind of ['provider', 'resource']) {
    for (const block of blocks) {
      const provider = block.kind === kind ? providerOf(block) : undefined;
      if (provider === undefined) continue;
      for (const { region, zone } of placesOf(provider, block.attributes.entries)) {
        const key = `${region}\n${provider}\n${zone ?? ''}`.toLowerCase();
        if (!found.has(key)) found.set(key, { region, provider, zone });
      }
    }
  }
  return [...found.values()];
}

function providerOf({ kind, type }: InfrastructureBlock): string | undefined {
  const prefix = kind === 'provider' ? type : (type.split('_', 1)[0] ?? '');
  return Object.hasOwn(PROVIDERS, prefix) ? PROVIDERS[prefix] : undefined;
}

function placesOf(provider: string, attributes: ReadonlyMap<string, Value>): readonly Place[] {
  if (!ALL_ATTRIBUTES.some((name) => attributes.has(name))) return [];
  const texts = (names: readonly string[]): readonly string[] => names.flatMap((name) => textsOf(attributes.get(name)));
  const embedded = texts(EMBEDDING_ATTRIBUTES)
    .flatMap((text) => text.split('.'))
    .filter((part) => isKnownPlace(provider, part));
  const tags = attributes.get('tags');
  const tagged =
    provider === 'aws' ||
    provider === 'azure' ||
    provider === 'gcp' ||
    (tags?.kind !== 'map' && tags?.kind !== 'object')
      ? []
      : REGION_ATTRIBUTES.concat('zone').flatMap((name) => textsOf(tags.entries.get(name)));
  const regions = [...texts(REGION_ATTRIBUTES), ...embedded, ...tagged].map((text) => parsePlace(provider, text));
  return withZones(provider, regions, texts(ZONE_ATTRIBUTES));
}

/** Regions of one block together with its zones, each zone in its region. */
function withZones(provider: string, regions: readonly Place[], zones: readonly string[]): readonly Place[] {
  const [first] = regions;
  const places = zones.flatMap((text): readonly Place[] => {
    const place = parsePlace(provider, text);
    if (place.zone !== null || isKnownPlace(provider, text)) return [place];
    // `2` and `nova` are zones of the region that the block names, and say nothing without one.
    if (first !== undefined) return [{ region: first.region, zone: text }];
    return /^[a-z]+-[a-z]/i.test(text) ? [place] : [];
  });
  const covered = new Set(places.map(({ region }) => region));
  return [...regions.filter(({ region, zone }) => zone !== null || !covered.has(region)), ...places];
}

function textsOf(value: Value | undefined): readonly string[] {
  if (value?.kind === 'list' || value?.kind === 'set') return value.items.flatMap(textsOf);
  if (value?.kind !== 'string') return [];
  const text = value.value.trim();
  return text === '' ? [] : [text];
}
