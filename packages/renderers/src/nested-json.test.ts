import { expect, it } from 'vitest';
import { nestedJson } from './nested-json.ts';

const VALUE = { a: [1, { b: 'x' }], c: {}, d: [] };

it.each([
  ['the members of an object', VALUE, 1, (text: string) => `{\n${text}\n}`],
  ['the items of a list', [VALUE, 2], 1, (text: string) => `[\n${text}\n]`],
  ['an object in a list', VALUE, 2, (text: string) => `[\n  {\n${text}\n  }\n]`],
  ['a list in lists', [VALUE, 'y'], 4, (text: string) => `[\n  [\n    [\n      [\n${text}\n      ]\n    ]\n  ]\n]`],
])('writes %s as JSON.stringify does', (_name, value, depth, complete) => {
  let whole: unknown = value;
  for (let level = 1; level < depth; level += 1) whole = [whole];
  expect(complete(nestedJson(value, depth))).toBe(JSON.stringify(whole, null, 2));
});
