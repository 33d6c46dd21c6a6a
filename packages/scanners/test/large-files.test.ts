import { describe, expect, it } from 'vitest';
import { bandit } from '../src/bandit/index.ts';
import { secrets } from '../src/secrets/index.ts';
import { makeFakeContext } from './fake-context.ts';

const world = {
  files: { 'a.py': '', 'big.py': '', 'film.mp4': '' },
  sizes: { 'big.py': 2 ** 31, 'film.mp4': 2 ** 31 },
};

describe('a file that is far too large', () => {
  it('is not given to bandit, which would spend its time limit on it', async () => {
    const named: string[] = [];
    const tool = (args: readonly string[]) => {
      named.push(...args);
      return { stdout: '{"results": [], "errors": []}' };
    };
    const report = await bandit.run(makeFakeContext({ ...world, tool }));
    expect(named).toContain('a.py');
    expect(named).not.toContain('big.py');
    expect(report.notes).toEqual(['Files over 5 MB were not checked: big.py.']);
  });

  it('is named by the search for secrets, unless it is of a kind that is never searched', async () => {
    const target = { kind: 'file', path: '/srv/project/big.py', root: '/srv/project', display: 'big.py' } as const;
    const report = await secrets.run(makeFakeContext({ ...world, target }));
    expect(report.notes).toEqual(['Files over 5 MB were not searched: big.py.']);
  });
});
