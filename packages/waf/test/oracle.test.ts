import { parse } from '@cdktf/hcl2json';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseHcl } from '../src/hcl/parse-hcl.ts';
import { corpus } from './corpus.ts';
import { toHcl2Json } from './hcl2json.ts';
import { hclText } from './hcl-arbitrary.ts';

/** What hcl2json makes of texts with directives is not what stands there, so these are only compared as such. */
function withoutDirectives(json: unknown): unknown {
  return JSON.parse(JSON.stringify(json), (_, value: unknown) =>
    typeof value === 'string' && /(?<!%)%\{/.test(value) ? '%{' : value,
  );
}

async function compare(text: string): Promise<void> {
  const { body, diagnostics } = parseHcl(text, 'main.tf');
  expect(diagnostics.map(({ message }) => message)).toEqual([]);
  expect(withoutDirectives(toHcl2Json(body))).toEqual(withoutDirectives(await parse('main.tf', text)));
}

describe('the structure is the one that hcl2json finds', () => {
  it.each(corpus.map((text, at) => [at, text] as const))('in file %i', async (_, text) => {
    await compare(text);
  });

  it('in any file', async () => {
    await fc.assert(fc.asyncProperty(hclText, compare), { numRuns: 100 });
  });
});
