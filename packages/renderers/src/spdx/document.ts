import type { Bom, BomComponent } from '@securescan/model';
import { listProblems, toBomUuid, toRootReference } from '../bom-facts.ts';
import { contentUuid } from '../content-uuid.ts';
import type { RenderOptions } from '../renderer.ts';
import { findDownloadLocation } from './download-location.ts';
import { collectLicences, type SpdxLicences } from './licences.ts';

const DOCUMENT_ID = 'SPDXRef-DOCUMENT';
const ROOT_ID = 'SPDXRef-Root';

/** Relationship of the project to what it asks for itself, by scope. */
const ASKED = {
  required: ['DEPENDS_ON', 'from-root'],
  optional: ['OPTIONAL_DEPENDENCY_OF', 'to-root'],
  development: ['DEV_DEPENDENCY_OF', 'to-root'],
} as const;

interface Relationship {
  readonly spdxElementId: string;
  readonly relationshipType: string;
  readonly relatedSpdxElement: string;
}

/**
 * The document as an object with a fixed order of keys.
 * @see https://spdx.github.io/spdx-spec/v2.3/
 */
export function buildSpdx(bom: Bom, options: Pick<RenderOptions, 'now' | 'productVersion'>) {
  const licences = collectLicences(bom.components);
  const ids = new Map(bom.components.map(({ purl }) => [purl, `SPDXRef-Package-${contentUuid(purl)}`]));
  const problems = listProblems(bom);
  return {
    spdxVersion: 'SPDX-2.3',
    dataLicense: 'CC0-1.0',
    SPDXID: DOCUMENT_ID,
    name: bom.root.name,
    documentNamespace: `https://securescan.example.com/sbom/${toBomUuid(bom)}`,
    documentDescribes: [ROOT_ID],
    packages: [toRootPackage(bom), ...bom.components.map((component) => toPackage(component, ids, licences))],
    ...(licences.extracted.length === 0 ? {} : { hasExtractedLicensingInfos: licences.extracted }),
    relationships: [
      { spdxElementId: DOCUMENT_ID, relationshipType: 'DESCRIBES', relatedSpdxElement: ROOT_ID },
      ...bom.components.flatMap((component) => toRelationships(component, ids)),
    ],
    creationInfo: {
      // The format has no fractions of seconds.
      created: `${new Date(options.now).toISOString().slice(0, 19)}Z`,
      creators: [`Tool: SecureScan-${options.productVersion}`],
      ...(problems.length === 0 ? {} : { comment: `Not read: ${problems.join('; ')}` }),
    },
  };
}

function toRootPackage(bom: Bom) {
  return {
    SPDXID: ROOT_ID,
    name: bom.root.name,
    ...(bom.root.version === null ? {} : { versionInfo: bom.root.version }),
    downloadLocation: 'NOASSERTION',
    filesAnalyzed: false,
    licenseConcluded: 'NOASSERTION',
    licenseDeclared: 'NOASSERTION',
    primaryPackagePurpose: 'APPLICATION',
    comment: `Root of the scanned tree (${toRootReference(bom)})`,
  };
}

function toPackage(component: BomComponent, ids: ReadonlyMap<string, string>, licences: SpdxLicences) {
  const { purl, group, name, version, supplier, hashes, licence } = component;
  const expression = licences.toExpression(licence);
  return {
    SPDXID: ids.get(purl),
    name: group === null ? name : `${group}${component.ecosystem === 'maven' ? ':' : '/'}${name}`,
    ...(version === null ? {} : { versionInfo: version }),
    downloadLocation: findDownloadLocation(purl),
    filesAnalyzed: false,
    ...(hashes.length === 0
      ? {}
      : {
          checksums: hashes.map(({ algorithm, hex }) => ({
            algorithm: algorithm.replace('-', ''),
            checksumValue: hex,
          })),
        }),
    externalRefs: [{ referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: purl }],
    licenseConcluded: expression,
    licenseDeclared: expression,
    ...(supplier === null ? {} : { supplier: `Organization: ${supplier}` }),
    primaryPackagePurpose: component.type.toUpperCase(),
  };
}

function toRelationships(component: BomComponent, ids: ReadonlyMap<string, string>): readonly Relationship[] {
  const own = ids.get(component.purl) ?? '';
  const [asked, direction] = ASKED[component.scope];
  const isFromRoot = direction === 'from-root';
  return [
    { spdxElementId: ROOT_ID, relationshipType: 'CONTAINS', relatedSpdxElement: own },
    ...(component.direct
      ? [
          {
            spdxElementId: isFromRoot ? ROOT_ID : own,
            relationshipType: asked,
            relatedSpdxElement: isFromRoot ? own : ROOT_ID,
          },
        ]
      : []),
    ...component.dependsOn.flatMap((purl) => {
      const target = ids.get(purl);
      return target === undefined
        ? []
        : [{ spdxElementId: own, relationshipType: 'DEPENDS_ON', relatedSpdxElement: target }];
    }),
  ];
}
