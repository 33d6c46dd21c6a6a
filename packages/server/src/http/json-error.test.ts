import fc from 'fast-check';
import { expect, it } from 'vitest';
import { findJsonError } from './json-error.ts';

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

it('finds an error in every text that is no JSON, at a place inside it', () => {
  const pieces = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"',
    '"a"',
    '1',
    '-',
    'true',
    'nul',
    ' ',
    '\n',
    String.raw`\u00`,
    '\\',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join('')),
      ),
      (text) => {
        fc.pre(!isJson(text));
        const { offset, error } = findJsonError(text);
        expect(offset).toBeGreaterThanOrEqual(0);
        expect(offset).toBeLessThanOrEqual(text.length);
        expect(error).not.toBe('');
      },
    ),
    { numRuns: 2000 },
  );
});

it('says that a text was cut where it was cut', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 4 }), fc.nat(), (text, place) => {
      const cut = text.slice(0, place % Math.max(1, text.length));
      fc.pre(!isJson(cut));
      const { offset } = findJsonError(cut);
      // A string or an escape begins before the end, a number or a word may be half there.
      expect(cut.slice(offset)).toMatch(/^(?:"[^]*|\\[^]*|-|[a-z]*|\.?\d*[eE]?[+-]?|u[^]*)$/);
    }),
    { numRuns: 1000 },
  );
});

it('takes a million brackets in its stride', () => {
  expect(findJsonError('['.repeat(1_000_000))).toEqual({ offset: 1_000_000, error: 'Expecting value' });
});
