import type { Bom } from '@securescan/model';
import { listProblems } from '../bom-facts.ts';
import type { RenderOptions, Renderer, Rendering } from '../renderer.ts';
import { buildSpdx } from './document.ts';

/** Software bill of materials as SPDX 2.3. */
export const spdx = {
  id: 'spdx',
  description: 'Software bill of materials, SPDX 2.3 JSON',
  contentType: 'application/spdx+json',
  extension: 'spdx.json',
  binary: false,
  renderBom: (bom: Bom, options: RenderOptions): Rendering => ({
    parts: [{ suffix: '', content: `${JSON.stringify(buildSpdx(bom, options), null, 2)}\n` }],
    notices: listProblems(bom),
  }),
} as const satisfies Renderer;
