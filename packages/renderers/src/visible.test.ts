import { expect, it } from 'vitest';
import { displayWidth, cutToWidth, wrapToWidth } from './display-width.ts';
import { toVisibleLine, toVisibleText } from './visible.ts';

it.each([
  ['plain ünï 火 🔥', 'plain ünï 火 🔥'],
  ['\u001b[31mred', '\\x1b[31mred'],
  ['a\tb\r\nc', 'a\\tb\\r\\nc'],
  ['\u202egpj.exe', '\\u202egpj.exe'],
  ['\u{e0041}', '\\u{e0041}'],
  ['\ud800x', '\\ud800x'],
  ['👩‍💻', '👩‍💻'],
])('%j is one visible line', (text, expected) => {
  expect(toVisibleLine(text)).toBe(expected);
});

it('keeps line ends and tabs of longer texts, as LF', () => {
  expect(toVisibleText('a\r\nb\rc\td\u0000')).toBe('a\nb\nc\td\\x00');
});

it.each([
  ['abc', 3],
  ['火', 2],
  ['🔥', 2],
  ['e\u0301', 1],
  ['файл', 4],
])('%j is %i cells wide', (text, width) => {
  expect(displayWidth(text)).toBe(width);
});

it('is cut at cells, never in the middle of a wide character', () => {
  expect(cutToWidth('abcdef', 4)).toBe('abc…');
  expect(cutToWidth('火火火', 4)).toBe('火…');
  expect(cutToWidth('abcd', 4)).toBe('abcd');
});

it('is wrapped at blanks, a longer word alone', () => {
  expect(wrapToWidth('aa bb ccccccc d', 5)).toEqual(['aa bb', 'ccccccc', 'd']);
});
