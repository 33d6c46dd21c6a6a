import { setFlagsFromString, getHeapStatistics } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { asRepoPath } from '@securescan/model';
import { describe, expect, it } from 'vitest';
import { collectSourceFacts, findSnippet, locateFindings } from './source-facts.ts';

const at = (path: string, lineStart: number | null, lineEnd: number | null = null) => ({
  filePath: asRepoPath(path),
  lineStart,
  lineEnd,
});

describe('collectSourceFacts', () => {
  it('reads each file once and takes at most three lines of a finding', async () => {
    const reads: string[] = [];
    const facts = await collectSourceFacts([at('a.py', 2, 9), at('a.py', 1), at('b.py', null)], (path) => {
      reads.push(path);
      return Promise.resolve('1\r\n2\r3\n4\n5 # securescan: ignore R1');
    });
    expect(reads.toSorted()).toEqual(['a.py', 'b.py']);
    expect([...(facts.get('a.py')?.lines ?? [])]).toEqual([
      [1, '1'],
      [2, '2'],
      [3, '3'],
      [4, '4'],
    ]);
    expect(facts.get('b.py')?.directives).toHaveLength(1);
    expect(findSnippet(facts, 'a.py', 2, 9)).toBe('2\n3\n4');
  });

  it('knows nothing of files that cannot be read and of lines that are not there', async () => {
    const facts = await collectSourceFacts([at('gone.py', 1), at('short.py', 7)], (path) =>
      Promise.resolve(path === 'gone.py' ? null : 'one line'),
    );
    expect(findSnippet(facts, 'gone.py', 1, null)).toBe('');
    expect(findSnippet(facts, 'short.py', 7, null)).toBe('');
  });

  it('takes only the start of a minified line', async () => {
    const facts = await collectSourceFacts([at('a.js', 1)], () => Promise.resolve('x'.repeat(2_000_000)));
    expect(findSnippet(facts, 'a.js', 1, null)).toHaveLength(8192);
  });

  it('keeps the lines and ignores of a file in memory, not the file', async () => {
    setFlagsFromString('--expose-gc');
    const collectGarbage = runInNewContext('gc') as () => void;
    const usedMiB = (): number => {
      collectGarbage();
      return getHeapStatistics().used_heap_size / 2 ** 20;
    };
    const filler = `# ${'x'.repeat(1_000_000)}`;
    const files = Array.from({ length: 40 }, (_, i) => at(`src/file-${i}.py`, 2));
    const before = usedMiB();
    const facts = await collectSourceFacts(files, (path) =>
      Promise.resolve(`# ${path}\nvalue = call(argument)  # securescan: ignore R1,a-rule-with-a-long-name\n${filler}`),
    );
    expect(usedMiB() - before).toBeLessThan(10);
    expect(facts.size).toBe(40);
  });

  it('places findings as normalise will', () => {
    const finding = { severity: 'low' as const, title: 'T', description: '', ruleId: null, lineStart: 3 };
    const findings = [{ ...finding, path: '/repo/./a.py' }, { ...finding, path: '/etc/x' }, finding];
    expect(locateFindings([{ scanner: 's', scanType: 'code', findings }], '/repo')).toEqual([
      { filePath: 'a.py', lineStart: 3, lineEnd: null },
    ]);
  });
});
