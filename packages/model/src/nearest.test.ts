import { describe, expect, it } from 'vitest';
import { editDistance, findNearest } from './nearest.ts';

describe('editDistance', () => {
  it.each([
    ['', '', 0],
    ['a', '', 1],
    ['high', 'hgih', 1],
    ['kitten', 'sitting', 3],
    ['😀a', 'a', 1],
  ])('between %j and %j is %d', (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance);
    expect(editDistance(b, a)).toBe(distance);
  });
});

describe('findNearest', () => {
  it.each([
    ['HIGH', 'high'],
    ['hgih', 'high'],
    ['a', undefined],
    ['scan-types', 'scan_types'],
    ['hi', undefined],
    ['', undefined],
    ['x'.repeat(100_000), undefined],
  ])('for %.20j is %j', (word, nearest) => {
    expect(findNearest(word, ['high', 'medium', 'scan_types'])).toBe(nearest);
  });

  it.each([
    ['sacn', ['scan', 'status'], 'scan'],
    ['dependncy', ['code', 'dependency'], 'dependency'],
    ['xylophone', ['scan', 'diff'], undefined],
    ['/histroy', ['/', '/scan', '/history'], '/history'],
    ['/scans', ['/', '/scan', '/history'], '/scan'],
    ['/something-else-entirely', ['/', '/scan', '/history'], undefined],
    ['b', ['a'], undefined],
  ])('%s among %j is %s', (word, candidates, nearest) => {
    expect(findNearest(word, candidates)).toBe(nearest);
  });

  it('prefers the earlier of two that are equally near', () => {
    expect(findNearest('lox', ['low', 'log'])).toBe('low');
  });
});
