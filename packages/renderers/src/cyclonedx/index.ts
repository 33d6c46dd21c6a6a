import type { Bom } from '@securescan/model';
import { listProblems } from '../bom-facts.ts';
import type { RenderOptions, Renderer, Rendering } from '../renderer.ts';

/** Software bill of materials as CycloneDX 1.5. */
export const cyclonedx = {
  id: 'cyclonedx',
  description: 'Software bill of materials, CycloneDX 1.5 JSON',
  contentType: 'application/vnd.cyclonedx+json',
  extension: 'cdx.json',
  binary: false,
  async renderBom(bom: Bom, options: RenderOptions): Promise<Rendering> {
    // The library is large; only those who ask for this format pay for loading it.
    const { writeCycloneDx } = await import('./write.ts');
    return { parts: [{ suffix: '', content: writeCycloneDx(bom, options) }], notices: listProblems(bom) };
  },
} as const satisfies Renderer;
