import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { renderers, type Renderer, type RenderOptions, type Rendering } from '../src/index.ts';
import { FULL_OPTIONS } from './render-digest.ts';
import { CLEAN_SCAN, OPTIONS, makeChange, makeScan } from './sample.ts';
import { textOf } from './vector-finding.ts';

/** Name of the golden file, renderer, input, options. */
type Row = readonly [string, Renderer, 'scan' | 'clean' | 'diff' | 'compare', Partial<RenderOptions>];

const SHOWN = { showSuppressed: true };

const ROWS: readonly Row[] = [
  ['scan-piped.txt', renderers.text, 'scan', {}],
  ['scan-80-columns.txt', renderers.text, 'scan', { width: 80, colour: true, ...SHOWN }],
  ['scan-200-columns.txt', renderers.text, 'scan', { width: 200, colour: true, ...SHOWN }],
  ['clean.txt', renderers.text, 'clean', { gate: 'high' }],
  ['diff.txt', renderers.text, 'diff', SHOWN],
  ['diff-hidden.txt', renderers.text, 'diff', {}],
  ['compare.txt', renderers.text, 'compare', SHOWN],
  ['scan.json', renderers.json, 'scan', {}],
  ['diff.json', renderers.json, 'diff', SHOWN],
  ['compare.json', renderers.json, 'compare', {}],
  ['scan.sarif', renderers.sarif, 'scan', {}],
  ['scan-shown.sarif', renderers.sarif, 'scan', SHOWN],
  ['diff.sarif', renderers.sarif, 'diff', {}],
  ['scan.csv', renderers.csv, 'scan', {}],
  ['scan-shown.csv', renderers.csv, 'scan', SHOWN],
  ['scan.junit.xml', renderers.junit, 'scan', SHOWN],
  ['scan-gate-medium.junit.xml', renderers.junit, 'scan', { gate: 'medium' }],
  ['clean.junit.xml', renderers.junit, 'clean', {}],
  ['scan.comment.md', renderers['github-pr-comment'], 'scan', { repo: null }],
  ['diff.comment.md', renderers['github-pr-comment'], 'diff', { ...SHOWN, gate: 'high' }],
  ['compare.comment.md', renderers['github-pr-comment'], 'compare', {}],
  ['diff.review.json', renderers['github-review'], 'diff', {}],
  ['compare.review.json', renderers['github-review'], 'compare', {}],
  ['scan.html', renderers['report-html'], 'scan', {}],
  ['clean.html', renderers['report-html'], 'clean', {}],
];

async function render(renderer: Renderer, input: Row[2], options: RenderOptions): Promise<Rendering | undefined> {
  if (input === 'scan') return renderer.renderScan?.(makeScan(), options);
  if (input === 'clean') return renderer.renderScan?.(CLEAN_SCAN, options);
  return renderer.renderChange?.(makeChange({ mode: input }), options);
}

describe('golden files', () => {
  it.each(ROWS)('%s', async (file, renderer, input, more) => {
    const rendering = await render(renderer, input, {
      ...FULL_OPTIONS,
      showSuppressed: OPTIONS.showSuppressed,
      ...more,
    });
    if (rendering === undefined) throw new Error(`${renderer.id} cannot render a ${input}`);
    await expect(textOf(rendering)).toMatchFileSnapshot(join(import.meta.dirname, 'golden', file));
  });
});
