import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { deviations } from './deviations.ts';

/** One golden case of `data/vectors/<file>.json`. */
export interface VectorCase<Input = unknown, Expected = unknown> {
  readonly name: string;
  readonly input: Input;
  readonly expected: Expected;
  readonly note?: string;
  readonly docs_differ?: boolean;
}

export interface VectorFile<Input = unknown, Expected = unknown> {
  readonly about: string;
  readonly cases: readonly VectorCase<Input, Expected>[];
  readonly findings?: readonly Record<string, unknown>[];
}

function goldenPath(file: string, name: string): string {
  const slug =
    name
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-|-$/g, '') || 'case';
  return join(import.meta.dirname, '..', 'golden', 'vectors', file, `${slug}.json`);
}

/** Reads a vector file by its base name without extension. */
export function readVectors<Input = unknown, Expected = unknown>(file: string): VectorFile<Input, Expected> {
  const path = join(import.meta.dirname, '..', 'data', 'vectors', `${file}.json`);
  return JSON.parse(readFileSync(path, 'utf8')) as VectorFile<Input, Expected>;
}

/**
 * Runs every case of a vector file as a test.
 *
 * `run` turns the input into a value of the shape of `expected`; it must go through the real code. A case that is listed in
 * `deviations.ts` must produce the value given there instead, and must not produce the recorded one (so that a deviation
 * that is no longer needed fails too). `duplicates` of a case name get `#2`, `#3` … appended.
 */
export function testVectors<Input, Expected>(
  file: string,
  run: (
    input: Input,
    vectors: VectorFile<Input, Expected>,
    testCase: VectorCase<Input, Expected>,
  ) => Promise<Expected> | Expected,
): void {
  const vectors = readVectors<Input, Expected>(file);
  const listed = deviations[file] ?? {};
  const seen = new Map<string, number>();
  describe(`vectors: ${file}`, () => {
    for (const testCase of vectors.cases) {
      const count = (seen.get(testCase.name) ?? 0) + 1;
      seen.set(testCase.name, count);
      const name = count === 1 ? testCase.name : `${testCase.name} #${count}`;
      const deviation = listed[name];
      it(deviation ? `${name} (deviates: ${deviation.because})` : name, async () => {
        const actual = await run(testCase.input, vectors, testCase);
        if (deviation) {
          if ('ours' in deviation) expect(actual).toEqual(deviation.ours);
          else await expect(`${JSON.stringify(actual, null, 2)}\n`).toMatchFileSnapshot(goldenPath(file, name));
          expect(isDeepStrictEqual(actual, testCase.expected), 'the deviation is no longer one').toBe(false);
        } else {
          expect(actual).toEqual(testCase.expected);
        }
      });
    }
    it('lists only deviations of cases that exist', () => {
      const names = new Set(
        [...seen].flatMap(([name, n]) => Array.from({ length: n }, (_, i) => (i === 0 ? name : `${name} #${i + 1}`))),
      );
      expect(Object.keys(listed).filter((name) => !names.has(name))).toEqual([]);
    });
  });
}
