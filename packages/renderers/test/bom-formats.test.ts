import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import type { Bom } from '@securescan/model';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { describe, expect, it } from 'vitest';
import { renderers } from '../src/index.ts';
import { FULL_OPTIONS } from './render-digest.ts';
import { EMPTY_BOM, SAMPLE_BOM } from './sample-bom.ts';

type Format = 'cyclonedx' | 'spdx';

async function render(format: Format, bom: Bom, now = FULL_OPTIONS.now): Promise<string> {
  const { parts } = await renderers[format].renderBom(bom, { ...FULL_OPTIONS, now });
  return String(parts[0]?.content);
}

interface SpdxDocument {
  readonly documentNamespace: string;
  readonly documentDescribes: readonly string[];
  readonly packages: readonly Record<string, unknown>[];
  readonly hasExtractedLicensingInfos?: readonly { readonly licenseId: string; readonly extractedText: string }[];
  readonly relationships: readonly {
    readonly spdxElementId: string;
    readonly relationshipType: string;
    readonly relatedSpdxElement: string;
  }[];
}

interface CycloneDxDocument {
  readonly serialNumber: string;
  readonly metadata: { readonly timestamp: string; readonly component: Record<string, unknown> };
  readonly components: readonly Record<string, unknown>[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn?: readonly string[] }[];
}

const SCHEMA = join(import.meta.dirname, '../../testkit/data/schemas/spdx-2.3.schema.json');
const validateSpdx = new Ajv2019({ strict: false, allErrors: true }).compile(
  JSON.parse(readFileSync(SCHEMA, 'utf8')) as object,
);

describe.each([
  ['with everything', SAMPLE_BOM],
  ['empty', EMPTY_BOM],
])('a bill of materials %s', (_name, bom) => {
  it('is valid CycloneDX 1.5 by the published schema, strictly', async () => {
    const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot5);
    expect(await validator.validate(await render('cyclonedx', bom))).toBeNull();
  });

  it('is valid SPDX 2.3 by the published schema', async () => {
    validateSpdx(JSON.parse(await render('spdx', bom)));
    expect(validateSpdx.errors ?? []).toEqual([]);
  });

  it('SPDX: every element that is referred to exists, every reference to a licence is explained', async () => {
    const document = JSON.parse(await render('spdx', bom)) as SpdxDocument;
    const ids = new Set(['SPDXRef-DOCUMENT', ...document.packages.map(({ SPDXID }) => SPDXID)]);
    expect(ids.size).toBe(document.packages.length + 1);
    const referred = document.relationships.flatMap((r) => [r.spdxElementId, r.relatedSpdxElement]);
    expect(referred.filter((id) => !ids.has(id))).toEqual([]);
    expect([...ids].filter((id) => !/^SPDXRef-[A-Za-z0-9.-]+$/.test(String(id)))).toEqual([]);
    const explained = new Set((document.hasExtractedLicensingInfos ?? []).map(({ licenseId }) => licenseId));
    const used = JSON.stringify(document.packages.map(({ licenseDeclared }) => licenseDeclared)).match(
      /LicenseRef-[\w.-]+/g,
    );
    expect((used ?? []).filter((id) => !explained.has(id))).toEqual([]);
  });
});

describe('identity and time', () => {
  it('documents differ by content, not by the time they are written', async () => {
    const numberOf = async (bom: Bom, now?: string) =>
      (JSON.parse(await render('cyclonedx', bom, now)) as CycloneDxDocument).serialNumber;
    const first = await numberOf(SAMPLE_BOM);
    expect(first).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(await numberOf(SAMPLE_BOM, '2030-01-01T00:00:00Z')).toBe(first);
    expect(await numberOf({ ...SAMPLE_BOM, components: SAMPLE_BOM.components.slice(1) })).not.toBe(first);
  });

  it('times are in UTC and say so', async () => {
    const now = '2026-01-02T03:04:05.678Z';
    expect((JSON.parse(await render('cyclonedx', EMPTY_BOM, now)) as CycloneDxDocument).metadata.timestamp).toBe(now);
    expect(await render('spdx', EMPTY_BOM, now)).toContain('"created": "2026-01-02T03:04:05Z"');
  });

  it('files that were not read are said in the document and in the notices', async () => {
    const rendering = await renderers.cyclonedx.renderBom(SAMPLE_BOM, FULL_OPTIONS);
    expect(rendering.notices).toEqual(['x/Cargo.lock is not valid TOML']);
    expect(String(rendering.parts[0]?.content)).toContain('x/Cargo.lock is not valid TOML');
    expect(await render('spdx', SAMPLE_BOM)).toContain('Not read: x/Cargo.lock is not valid TOML');
  });
});

describe('content', () => {
  it('CycloneDX: references, licences, hashes, scopes and the graph', async () => {
    const document = JSON.parse(await render('cyclonedx', SAMPLE_BOM)) as CycloneDxDocument;
    expect(document.components[0]).toEqual({
      type: 'library',
      name: 'a',
      group: '@scope',
      version: '1.0.0',
      'bom-ref': 'pkg:npm/%40scope/a@1.0.0',
      purl: 'pkg:npm/%40scope/a@1.0.0',
      scope: 'required',
      licenses: [{ license: { id: 'MIT' } }],
      hashes: [
        { alg: 'SHA-1', content: 'a'.repeat(40) },
        { alg: 'SHA-512', content: 'b'.repeat(128) },
      ],
      properties: [
        { name: 'securescan:direct', value: 'true' },
        { name: 'securescan:source', value: 'package-lock.json' },
      ],
    });
    expect(document.components.map(({ licenses }) => licenses)).toEqual([
      [{ license: { id: 'MIT' } }],
      [{ expression: 'MIT OR Apache-2.0' }],
      [{ license: { name: 'our own <terms>' } }],
      [{ expression: 'LicenseRef-Own AND ISC' }],
      undefined,
      [{ license: { id: 'GPL-2.0' } }],
    ]);
    expect(document.components.map(({ scope }) => scope)).toEqual([
      'required',
      'optional',
      'excluded',
      'required',
      'required',
      'required',
    ]);
    expect(document.dependencies.find(({ ref }) => ref === 'shop@2.0.0')?.dependsOn).toHaveLength(3);
    expect(document.dependencies.find(({ ref }) => ref === 'pkg:npm/%40scope/a@1.0.0')?.dependsOn).toEqual([
      'pkg:npm/b@1.0.0',
    ]);
    expect(document.metadata.component).toMatchObject({ 'bom-ref': 'shop@2.0.0', name: 'shop', version: '2.0.0' });
  });

  it('SPDX: the root is described, contains everything and depends by scope', async () => {
    const document = JSON.parse(await render('spdx', SAMPLE_BOM)) as SpdxDocument;
    expect(document.documentDescribes).toEqual(['SPDXRef-Root']);
    const counts = new Map<string, number>();
    for (const { relationshipType } of document.relationships) {
      counts.set(relationshipType, (counts.get(relationshipType) ?? 0) + 1);
    }
    expect(Object.fromEntries(counts)).toEqual({
      DESCRIBES: 1,
      CONTAINS: 6,
      DEPENDS_ON: 2,
      OPTIONAL_DEPENDENCY_OF: 1,
      DEV_DEPENDENCY_OF: 1,
    });
    expect(document.packages.map(({ name }) => name)).toEqual(['shop', '@scope/a', 'b', 'c', 'd', 'org.g:e', 'f']);
    expect(document.packages[3]).toMatchObject({
      downloadLocation: 'git+https://h.test/c.git@abc',
      supplier: 'Organization: Example Ltd',
      licenseDeclared: expect.stringMatching(/^LicenseRef-our-own-terms-[0-9a-f]{8}$/),
    });
    expect(document.packages[3]).not.toHaveProperty('versionInfo');
  });
});
