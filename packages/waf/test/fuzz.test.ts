import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createReferenceGraph } from '../src/graph/reference-graph.ts';
import { parseHclJson } from '../src/hcl/json.ts';
import { type ParsedFile, parseHcl } from '../src/hcl/parse-hcl.ts';
import type { Span } from '../src/hcl/span.ts';
import { terraformReader } from '../src/readers/terraform/terraform-reader.ts';
import { corpus } from './corpus.ts';
import { hclText } from './hcl-arbitrary.ts';
import { spansOf } from './spans.ts';

const scraps = [
  '"',
  '${',
  '%{',
  '}',
  '{',
  '[',
  ']',
  '(',
  ')',
  '<<E\n',
  '<<-E\n',
  '/*',
  '\\',
  '\n',
  '\r',
  '\u0000',
  '\uD800',
  '=',
  '...',
  '.*',
  '\u{1F469}',
  '~',
  '%{ if x }',
];

/** A real file with pieces cut out, put in, doubled or swapped. */
const mutated = fc
  .tuple(
    fc.oneof(fc.constantFrom(...corpus), hclText),
    fc.array(
      fc.tuple(
        fc.nat(),
        fc.nat({ max: 40 }),
        fc.oneof(fc.constantFrom(...scraps), fc.string({ unit: 'binary', maxLength: 4 })),
      ),
      {
        minLength: 1,
        maxLength: 8,
      },
    ),
  )
  .map(([text, changes]) =>
    changes.reduce((now, [place, cut, put]) => {
      const at = place % (now.length + 1);
      return now.slice(0, at) + put + now.slice(at + cut);
    }, text),
  );

function expectInside(text: string, { body, diagnostics }: ParsedFile): void {
  const check = (span: Span): void => {
    const { start, end } = span;
    expect(start.offset).toBeGreaterThanOrEqual(0);
    expect(end.offset).toBeGreaterThanOrEqual(start.offset);
    expect(end.offset).toBeLessThanOrEqual(text.length);
    expect(start.line).toBeGreaterThanOrEqual(1);
    expect(start.column).toBeGreaterThanOrEqual(1);
  };
  for (const span of spansOf(body)) check(span);
  for (const { span } of diagnostics) check(span);
}

describe('hostile files', () => {
  it('never end in a crash, and all spans lie in the file', () => {
    fc.assert(
      fc.property(mutated, (text) => {
        expectInside(text, parseHcl(text, 'main.tf'));
      }),
      { numRuns: Number(process.env['FUZZ_RUNS'] ?? 500) },
    );
  });

  it('never end in a crash when they are worked out', () => {
    fc.assert(
      fc.property(mutated, (text) => {
        const { blocks, diagnostics } = terraformReader.read([{ path: 'main.tf', text }]);
        expect(diagnostics).toBeInstanceOf(Array);
        const graph = createReferenceGraph(blocks);
        for (const block of blocks) {
          for (const { block: target } of graph.targetsOf(block)) {
            expect(graph.referrersOf(target).some((link) => link.block === block)).toBe(true);
          }
        }
      }),
      { numRuns: Number(process.env['FUZZ_RUNS'] ?? 300) },
    );
  });

  it('never end in a crash as JSON', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), mutated), fc.nat(), (text, cut) => {
        const part = text.slice(0, cut % (text.length + 1));
        expectInside(text, parseHclJson(text, 'main.tf.json'));
        expectInside(part, parseHclJson(part, 'main.tf.json'));
      }),
      { numRuns: 200 },
    );
  });
});

describe('the spans of a file', () => {
  it('put together again give its text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.constantFrom(...corpus), hclText), (text) => {
        const { body } = parseHcl(text, 'main.tf');
        const items = [...body.attributes, ...body.blocks].map(({ span }) => span).toSorted((a, b) => a.from - b.from);
        let at = 0;
        let again = '';
        for (const span of items) {
          const between = text.slice(at, span.from);
          // Nothing but blanks and comments stands between them.
          expect(between.replace(/#.*|\/\/.*|\/\*[^]*?\*\//g, '').trim()).toBe('');
          again += between + span.text;
          at = span.to;
        }
        expect(again + text.slice(at)).toBe(text);
      }),
      { numRuns: 100 },
    );
  });

  it('of what is inside lie within those of what is around', () => {
    for (const text of corpus) {
      const { body } = parseHcl(text, 'main.tf');
      for (const { span, body: inner } of body.blocks) {
        for (const one of spansOf(inner)) {
          expect(one.from).toBeGreaterThanOrEqual(span.from);
          expect(one.to).toBeLessThanOrEqual(span.to);
        }
      }
    }
  });
});

/** The fastest of some runs: other work on the machine only ever makes one slower. */
function milliseconds(run: () => void): number {
  return Math.min(
    ...Array.from({ length: 7 }, () => {
      const start = performance.now();
      run();
      return performance.now() - start;
    }),
  );
}

describe('time', () => {
  const lines = (count: number): string => {
    const [example = ''] = corpus;
    return example.repeat(Math.ceil(count / (example.split('\n').length - 1)));
  };

  it('10,000 lines are read in less than 200 ms', () => {
    const text = lines(10_000);
    expect(milliseconds(() => parseHcl(text, 'main.tf'))).toBeLessThan(200);
  });

  it.each([
    ['valid text', (size: number) => lines(size / 10)],
    ['texts that are not closed', (size: number) => 'a = "${b\n'.repeat(size / 5)],
    ['heredocs that are not closed', (size: number) => 'a = <<X\n'.repeat(size / 5)],
    ['blocks that are not closed', (size: number) => 'a {\n'.repeat(size / 5)],
    ['brackets that are not closed', (size: number) => 'a = [\n'.repeat(size / 5)],
    ['long texts', (size: number) => `a = "${'${b}'.repeat(size)}"`],
    ['long heredocs', (size: number) => `a = <<-X\n${' b ${c}\n'.repeat(size)}X\n`],
  ])('grows with the length: %s', (_, make) => {
    const short = make(5000);
    const long = make(40_000);
    const small = Math.max(
      milliseconds(() => parseHcl(short, 'a.tf')),
      1,
    );
    // Eight times as long; quadratic time would be 64 times as much.
    expect(milliseconds(() => parseHcl(long, 'a.tf')) / small).toBeLessThan(32);
  });
});
