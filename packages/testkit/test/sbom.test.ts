import { collectBom } from '@securescan/inventory';
import type { Bom, BomComponent } from '@securescan/model';
import { renderers, type RenderOptions } from '@securescan/renderers';
import { testVectors } from '../src/index.ts';

interface SbomInput {
  readonly files: Readonly<Record<string, string>>;
}

interface SbomOutput {
  readonly components: readonly Record<string, unknown>[];
  readonly cyclonedx?: unknown;
  readonly spdx?: unknown;
}

/** The recordings were made by version 1.0 at a fixed time, for a target called `proj`. */
const OPTIONS: RenderOptions = {
  productVersion: '1.0',
  now: '2026-01-02T03:04:05Z',
  showSuppressed: false,
  gate: 'none',
  colour: false,
  width: null,
  repo: null,
  sha: null,
  serverUrl: 'https://github.com',
};

function toRow({ group, name, version, type, purl, licence }: BomComponent): Record<string, unknown> {
  return {
    name: group === null ? name : `${group}/${name}`,
    version,
    type,
    purl,
    ...(licence === null ? {} : { license: licence }),
  };
}

async function renderJson(format: 'cyclonedx' | 'spdx', bom: Bom): Promise<unknown> {
  const { parts } = await renderers[format].renderBom(bom, OPTIONS);
  return JSON.parse(String(parts[0]?.content));
}

testVectors<SbomInput, SbomOutput>('sbom', async ({ files }, _vectors, { expected }) => {
  const bom = collectBom(
    Object.entries(files).map(([path, text]) => ({ path, text })),
    { name: 'proj' },
  );
  return {
    components: bom.components.map(toRow),
    // Documents were recorded for some of the cases only.
    ...('cyclonedx' in expected ? { cyclonedx: await renderJson('cyclonedx', bom) } : {}),
    ...('spdx' in expected ? { spdx: await renderJson('spdx', bom) } : {}),
  };
});
