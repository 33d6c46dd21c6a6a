import { describe, expect, it } from 'vitest';
import { semgrep } from '../src/semgrep/index.ts';
import { makeFakeContext } from './fake-context.ts';

/** Whether semgrep was told to work with one worker, for files of the given sizes. */
async function hasOneWorker(sizes: Readonly<Record<string, number>>): Promise<boolean> {
  const calls: (readonly string[])[] = [];
  const files = Object.fromEntries(Object.keys(sizes).map((path) => [path, '']));
  const tool = (args: readonly string[]) => {
    calls.push(args);
    return { stdout: '{"results": [], "errors": []}' };
  };
  await semgrep.run(makeFakeContext({ files, sizes, tool }));
  expect(calls).toHaveLength(1);
  return calls[0]?.includes('--jobs=1') === true;
}

describe('the number of workers of semgrep', () => {
  it.each([
    ['is one for a small tree', { 'a.py': 1000, 'b.js': 400_000 }, true],
    ['does not count files that semgrep does not get', { 'a.py': 1000, 'b.md': 900_000, 'c.js': 2_000_000 }, true],
    ['is left to semgrep for a larger one', { 'a.py': 200_000, 'b.py': 200_000, 'c.js': 100_000 }, false],
  ] as const)('%s', async (_name, sizes, expected) => {
    expect(await hasOneWorker(sizes)).toBe(expected);
  });
});
