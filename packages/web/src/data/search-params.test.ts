import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  choiceField,
  defineSearch,
  flagField,
  readSearch,
  textField,
  wordsField,
  writeSearch,
} from './search-params.ts';

const search = defineSearch({
  q: textField(10),
  severity: wordsField(['critical', 'high', 'low']),
  sort: choiceField(['canonical', 'file'], 'canonical'),
  suppressed: flagField(),
});

it.each([
  ['nothing', '', { q: '', severity: [], sort: 'canonical', suppressed: false }],
  [
    'a full one',
    '?severity=low,critical&q=sql&sort=file&suppressed=1',
    { q: 'sql', severity: ['critical', 'low'], sort: 'file', suppressed: true },
  ],
  [
    'what is not known',
    '?severity=worst,high&sort=size&suppressed=yes&page=2',
    { q: '', severity: ['high'], sort: 'canonical', suppressed: false },
  ],
  ['too long a text', '?q=abcdefghijklmnop', { q: 'abcdefghij', severity: [], sort: 'canonical', suppressed: false }],
])('reads %s', (_name, text, expected) => {
  expect(search.read(readSearch(text))).toEqual(expected);
});

it('writes addresses that people can read', () => {
  expect(writeSearch({ q: 'src/app.py', severity: ['high', 'low'], suppressed: true })).toBe(
    '?q=src/app.py&severity=high,low&suppressed=1',
  );
  expect(writeSearch(search.defaults)).toBe('?sort=canonical');
  expect(search.defaults).toEqual(search.read({}));
});

it('reads back whatever it has written', () => {
  const values = fc.record({
    q: fc.string({ unit: 'grapheme', maxLength: 4 }).filter((text) => text.length <= 10),
    severity: fc.subarray(['critical', 'high', 'low'] as const),
    sort: fc.constantFrom('canonical' as const, 'file' as const),
    suppressed: fc.boolean(),
  });
  fc.assert(
    fc.property(values, (given) => {
      expect(search.read(readSearch(writeSearch(given)))).toEqual(given);
    }),
  );
});
