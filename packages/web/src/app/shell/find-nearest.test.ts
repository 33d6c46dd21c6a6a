import { expect, it } from 'vitest';
import { findNearest } from './find-nearest.ts';

const addresses = ['/', '/scan', '/history'];

it.each([
  ['/histroy', '/history'],
  ['/History', '/history'],
  ['/scans', '/scan'],
  ['/something-else-entirely', null],
])('%s is near %s', (path, expected) => {
  expect(findNearest(path, addresses)).toBe(expected);
});
