/** How a provider names the places it runs in. */
export interface RegionTable {
  readonly regions: ReadonlySet<string>;
  /** What follows the name of a region in that of one of its zones. */
  readonly zoneSuffix: RegExp;
}

function table(zoneSuffix: RegExp, regions: string): RegionTable {
  return { regions: new Set(regions.trim().split(/\s+/)), zoneSuffix };
}

/** Regions by provider, by the names that their interfaces take. Other providers have no zones. */
export const REGION_TABLES: Readonly<Record<string, RegionTable>> = {
  // Zones, local zones (us-west-2-lax-1a) and Wavelength zones (us-east-1-wl1-bos-wlz-1).
  aws: table(
    /^(?:[a-z]|-[a-z]{3}-\d[a-z]|-wl\d-[a-z0-9]+-wlz-\d)$/,
    `us-east-1 us-east-2 us-west-1 us-west-2 af-south-1 ap-east-1 ap-east-2 ap-south-1 ap-south-2 ap-southeast-1
     ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7 ap-northeast-1
     ap-northeast-2 ap-northeast-3 ca-central-1 ca-west-1 eu-central-1 eu-central-2 eu-west-1 eu-west-2 eu-west-3
     eu-south-1 eu-south-2 eu-north-1 eusc-de-east-1 il-central-1 mx-central-1 me-south-1 me-central-1 sa-east-1
     us-gov-east-1 us-gov-west-1 cn-north-1 cn-northwest-1 us-iso-east-1 us-iso-west-1 us-isob-east-1 us-isof-east-1
     us-isof-south-1 eu-isoe-west-1`,
  ),
  azure: table(
    /^-[1-3]$/,
    `eastus eastus2 southcentralus westus westus2 westus3 centralus northcentralus westcentralus centraluseuap
     eastus2euap canadacentral canadaeast mexicocentral brazilsouth brazilsoutheast chilecentral northeurope westeurope
     austriaeast belgiumcentral denmarkeast francecentral francesouth germanynorth germanywestcentral italynorth
     norwayeast norwaywest polandcentral spaincentral swedencentral swedensouth switzerlandnorth switzerlandwest uksouth
     ukwest israelcentral qatarcentral uaecentral uaenorth southafricanorth southafricawest australiacentral
     australiacentral2 australiaeast australiasoutheast newzealandnorth centralindia southindia westindia
     jioindiacentral jioindiawest eastasia southeastasia indonesiacentral malaysiawest japaneast japanwest koreacentral
     koreasouth usgovarizona usgovtexas usgovvirginia usgoviowa usdodcentral usdodeast chinaeast chinaeast2 chinaeast3
     chinanorth chinanorth2 chinanorth3 germanycentral germanynortheast`,
  ),
  gcp: table(
    /^-[a-z]$/,
    `africa-south1 asia-east1 asia-east2 asia-northeast1 asia-northeast2 asia-northeast3 asia-south1 asia-south2
     asia-southeast1 asia-southeast2 asia-southeast3 australia-southeast1 australia-southeast2 europe-central2
     europe-north1 europe-north2 europe-southwest1 europe-west1 europe-west2 europe-west3 europe-west4 europe-west6
     europe-west8 europe-west9 europe-west10 europe-west12 me-central1 me-central2 me-west1 northamerica-northeast1
     northamerica-northeast2 northamerica-south1 southamerica-east1 southamerica-west1 us-central1 us-east1 us-east4
     us-east5 us-south1 us-west1 us-west2 us-west3 us-west4`,
  ),
  alicloud: table(
    /^-?[a-z]$/,
    `cn-qingdao cn-beijing cn-zhangjiakou cn-huhehaote cn-wulanchabu cn-hangzhou cn-shanghai cn-nanjing cn-fuzhou
     cn-shenzhen cn-heyuan cn-guangzhou cn-chengdu cn-hongkong ap-northeast-1 ap-northeast-2 ap-southeast-1
     ap-southeast-2 ap-southeast-3 ap-southeast-5 ap-southeast-6 ap-southeast-7 us-east-1 us-west-1 eu-west-1
     eu-central-1 me-east-1 me-central-1 na-south-1`,
  ),
  yandex: table(/^-[a-z]$/, 'ru-central1 kz1'),
  oci: table(
    /^-ad-\d$/,
    `af-johannesburg-1 ap-batam-1 ap-chuncheon-1 ap-hyderabad-1 ap-melbourne-1 ap-mumbai-1 ap-osaka-1 ap-seoul-1
     ap-singapore-1 ap-singapore-2 ap-sydney-1 ap-tokyo-1 ca-montreal-1 ca-toronto-1 eu-amsterdam-1 eu-frankfurt-1
     eu-frankfurt-2 eu-jovanovac-1 eu-madrid-1 eu-madrid-2 eu-marseille-1 eu-milan-1 eu-paris-1 eu-stockholm-1
     eu-zurich-1 il-jerusalem-1 me-abudhabi-1 me-dubai-1 me-jeddah-1 me-riyadh-1 mx-monterrey-1 mx-queretaro-1
     sa-bogota-1 sa-santiago-1 sa-saopaulo-1 sa-valparaiso-1 sa-vinhedo-1 uk-cardiff-1 uk-london-1 us-ashburn-1
     us-chicago-1 us-phoenix-1 us-sanjose-1 us-gov-ashburn-1 us-gov-chicago-1 us-gov-phoenix-1 us-langley-1 us-luke-1
     uk-gov-cardiff-1 uk-gov-london-1`,
  ),
  scaleway: table(/^-\d$/, 'fr-par nl-ams pl-waw it-mil'),
  hetzner: table(/^-dc\d+$/, 'fsn1 nbg1 hel1 ash hil sin'),
  stackit: table(/^-(?:\d|m)$/, 'eu01 eu02'),
  ovh: table(/^-[a-z]$/, 'eu-west-par eu-south-mil'),
  ibm: table(/^-\d$/, 'au-syd br-sao ca-mon ca-tor eu-de eu-es eu-gb in-che jp-osa jp-tok us-east us-south'),
  tencent: table(
    /^-\d$/,
    `ap-bangkok ap-beijing ap-chengdu ap-chongqing ap-guangzhou ap-hongkong ap-jakarta ap-nanjing ap-seoul ap-shanghai
     ap-singapore ap-tokyo eu-frankfurt me-saudi-arabia na-ashburn na-siliconvalley sa-saopaulo`,
  ),
};
