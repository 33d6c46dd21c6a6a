import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { renderers, type Renderer } from '../src/index.ts';
import { FULL_OPTIONS } from './render-digest.ts';
import { makeChange, makeScan } from './sample.ts';
import { textOf } from './vector-finding.ts';

const PAGE = readFileSync(join(import.meta.dirname, '../../../docs/reference/formats.md'), 'utf8');
const EXCERPT = /<!-- excerpt: (\S+) (scan|diff|compare)( shown)? -->\n\n(`{3,})\w+\n([^]*?)\n\4\n/g;

interface Excerpt {
  readonly title: string;
  readonly id: string;
  readonly input: 'scan' | 'diff' | 'compare';
  readonly showSuppressed: boolean;
  readonly text: string;
}

const excerpts: readonly Excerpt[] = [...PAGE.matchAll(EXCERPT)].map(([, id = '', input, shown, , text = '']) => ({
  title: `${id} ${input}${shown ?? ''}`,
  id,
  input: input === 'scan' || input === 'diff' ? input : 'compare',
  showSuppressed: shown !== undefined,
  text,
}));

async function render({ id, input, showSuppressed }: Excerpt): Promise<string> {
  const renderer: Renderer | undefined = Object.values<Renderer>(renderers).find((entry) => entry.id === id);
  const options = { ...FULL_OPTIONS, showSuppressed };
  const rendering =
    input === 'scan'
      ? await renderer?.renderScan?.(makeScan(), options)
      : await renderer?.renderChange?.(makeChange({ mode: input }), options);
  if (rendering === undefined) throw new Error(`${id} cannot show a ${input}`);
  return textOf(rendering);
}

describe('docs/reference/formats.md', () => {
  it('has a section for every format and for no other', () => {
    const sections = [...PAGE.matchAll(/^## `([^`]+)`$/gm)].map(([, id]) => id);
    expect(sections).toEqual(Object.keys(renderers));
  });

  it('shows an excerpt of every text format that has a scan or a change', () => {
    const shown = new Set(excerpts.map(({ id }) => id));
    const silent = ['table', 'report-pdf', 'cyclonedx', 'spdx'];
    expect(Object.keys(renderers).filter((id) => !shown.has(id))).toEqual(silent);
    expect(excerpts).toHaveLength(PAGE.split('<!-- excerpt:').length - 1);
  });

  it.each(excerpts)('shows what the renderer writes: $title', async (excerpt) => {
    const whole = await render(excerpt);
    let from = 0;
    for (const chunk of excerpt.text.split('\n[…]\n')) {
      const at = whole.indexOf(chunk, from);
      expect(at, `not in the output: ${chunk}`).toBeGreaterThanOrEqual(from);
      from = at + chunk.length;
    }
  });
});
