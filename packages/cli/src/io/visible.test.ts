import { expect, it } from 'vitest';
import { toVisible } from './visible.ts';

it.each([
  ['plain', 'plain'],
  ['a\nb', String.raw`a\nb`],
  ['\u001B[31mred', String.raw`\x1b[31mred`],
  ['\u009B31m', String.raw`\x9b31m`],
  ['\u202Egpj.exe', String.raw`\u202egpj.exe`],
  ['ü 🎉', 'ü 🎉'],
  ['a\u0000b\u007F', String.raw`a\x00b\x7f`],
])('%j becomes %s', (text, expected) => {
  expect(toVisible(text)).toBe(expected);
});
