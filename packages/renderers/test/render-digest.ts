import { createHash } from 'node:crypto';
import { renderers, type Renderer, type Rendering, type RenderOptions } from '../src/index.ts';
import { SAMPLE_BOM } from './sample-bom.ts';
import { COMPLIANCE, FINDINGS, OPTIONS, makeChange, makeScan } from './sample.ts';

const REVIEW_DIFF = `diff --git a/backend/db.py b/backend/db.py
--- a/backend/db.py
+++ b/backend/db.py
@@ -10,3 +10,4 @@
 import db
 def find(name):
+    return db.run("SELECT * FROM t WHERE name = '{}'".format(name))
 # end
`;

/** Options under which every format has all it can ask for. */
export const FULL_OPTIONS: RenderOptions = {
  ...OPTIONS,
  showSuppressed: true,
  repo: 'acme/shop',
  sha: 'c'.repeat(40),
  compliance: COMPLIANCE,
  review: { event: 'COMMENT', diff: REVIEW_DIFF, reviewCoordinates: 'line', suggestions: true },
};

/** Every rendering that a format has of the samples, with the findings in the given order. */
export async function renderAll(renderer: Renderer, reverse: boolean): Promise<Rendering[]> {
  const order = <T>(list: readonly T[]): readonly T[] => (reverse ? list.toReversed() : list);
  const change = makeChange();
  const shuffled = makeChange({ added: order(change.added), removed: order(FINDINGS.slice(0, 3)) });
  const renderings = await Promise.all([
    renderer.renderScan?.(makeScan(order(FINDINGS)), FULL_OPTIONS),
    renderer.renderChange?.(shuffled, FULL_OPTIONS),
    renderer.renderChange?.({ ...shuffled, mode: 'compare' }, FULL_OPTIONS),
    renderer.renderBom?.(SAMPLE_BOM, FULL_OPTIONS),
  ]);
  return renderings.filter((rendering) => rendering !== undefined);
}

/** SHA-256 over all parts of some renderings. */
export function digestOf(renderings: readonly Rendering[]): string {
  const hash = createHash('sha256');
  for (const { suffix, content } of renderings.flatMap((rendering) => rendering.parts))
    hash.update(suffix).update(content);
  return hash.digest('hex');
}

// As a program: prints the digests, so that a test can compare them under other time zones and locales.
if (process.argv[1] === import.meta.filename) {
  const digests: Record<string, string> = {};
  for (const [id, renderer] of Object.entries(renderers)) digests[id] = digestOf(await renderAll(renderer, false));
  console.log(JSON.stringify(digests));
}
