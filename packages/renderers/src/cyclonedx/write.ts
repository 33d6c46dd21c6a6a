import { Enums, Models, Serialize, Spec, SPDX } from '@cyclonedx/cyclonedx-library';
import type { Bom, BomComponent, BomScope } from '@securescan/model';
import { listProblems, toBomUuid, toLicenceFact, toRootReference } from '../bom-facts.ts';
import type { RenderOptions } from '../renderer.ts';

const TYPES: Readonly<Record<BomComponent['type'], Enums.ComponentType>> = {
  application: Enums.ComponentType.Application,
  framework: Enums.ComponentType.Framework,
  library: Enums.ComponentType.Library,
};

/** `excluded` documents what is used for tests and other work outside of the running product. */
const SCOPES: Readonly<Record<BomScope, Enums.ComponentScope>> = {
  required: Enums.ComponentScope.Required,
  optional: Enums.ComponentScope.Optional,
  development: Enums.ComponentScope.Excluded,
};

const ALGORITHMS: Readonly<Record<BomComponent['hashes'][number]['algorithm'], Enums.HashAlgorithm>> = {
  MD5: Enums.HashAlgorithm.MD5,
  'SHA-1': Enums.HashAlgorithm['SHA-1'],
  'SHA-256': Enums.HashAlgorithm['SHA-256'],
  'SHA-384': Enums.HashAlgorithm['SHA-384'],
  'SHA-512': Enums.HashAlgorithm['SHA-512'],
};

/**
 * Writes the document. Lists keep the order of the bill of materials: the library's own sorting depends on the locale.
 * @see https://cyclonedx.org/docs/1.5/json/
 */
export function writeCycloneDx(bom: Bom, options: Pick<RenderOptions, 'now' | 'productVersion'>): string {
  const components = new Map(bom.components.map((component) => [component.purl, toComponent(component)]));
  const root = new Models.Component(Enums.ComponentType.Application, bom.root.name, {
    bomRef: toRootReference(bom),
    ...(bom.root.version === null ? {} : { version: bom.root.version }),
  });
  for (const { purl, direct, dependsOn } of bom.components) {
    const component = components.get(purl);
    if (!component) continue;
    if (direct) root.dependencies.add(component.bomRef);
    for (const target of dependsOn) {
      const dependency = components.get(target);
      if (dependency) component.dependencies.add(dependency.bomRef);
    }
  }
  const document = new Models.Bom({
    serialNumber: `urn:uuid:${toBomUuid(bom)}`,
    metadata: new Models.Metadata({
      timestamp: new Date(options.now),
      tools: new Models.Tools({
        tools: new Models.ToolRepository([new Models.Tool({ name: 'SecureScan', version: options.productVersion })]),
      }),
      component: root,
      properties: new Models.PropertyRepository(
        listProblems(bom).map((problem) => new Models.Property('securescan:not-read', problem)),
      ),
    }),
    components: new Models.ComponentRepository(components.values()),
  });
  const serializer = new Serialize.JsonSerializer(new Serialize.JSON.Normalize.Factory(Spec.Spec1dot5));
  return `${serializer.serialize(document, { sortLists: false, space: 2 })}\n`;
}

function toComponent(component: BomComponent): Models.Component {
  const { group, version, purl, supplier } = component;
  return new Models.Component(TYPES[component.type], component.name, {
    bomRef: purl,
    purl,
    ...(group === null ? {} : { group }),
    ...(version === null ? {} : { version }),
    ...(supplier === null ? {} : { supplier: new Models.OrganizationalEntity({ name: supplier }) }),
    scope: SCOPES[component.scope],
    licenses: new Models.LicenseRepository(toLicences(component.licence)),
    hashes: new Models.HashDictionary(component.hashes.map(({ algorithm, hex }) => [ALGORITHMS[algorithm], hex])),
    properties: new Models.PropertyRepository([
      ...(component.direct ? [new Models.Property('securescan:direct', 'true')] : []),
      ...component.sources.map((source) => new Models.Property('securescan:source', source)),
    ]),
  });
}

function toLicences(licence: string | null): readonly Models.License[] {
  const fact = toLicenceFact(licence);
  if (fact === null) return [];
  if (fact.kind === 'expression') return [new Models.LicenseExpression(fact.text)];
  // The schema lists the identifiers it takes; a newer one is written as a name.
  if (fact.kind === 'id' && SPDX.isSupportedSpdxId(fact.text)) return [new Models.SpdxLicense(fact.text)];
  return [new Models.NamedLicense(fact.text)];
}
