import { describe, expect, it } from 'vitest';
import { read } from './read.ts';

describe('which files are read', () => {
  it('deeper than four directories is named, not read', () => {
    const { rows, problems } = read({ 'a/b/c/d/requirements.txt': 'four==1', 'a/b/c/d/e/requirements.txt': 'five==1' });
    expect(rows).toEqual(['pkg:pypi/four@1 required direct']);
    expect(problems).toEqual([
      'a/b/c/d/e/requirements.txt was not read: it lies more than 4 directories below the target',
    ]);
  });

  it('files of others and unknown names are left out', () => {
    const { bom } = read({
      'node_modules/a/package.json': '{}',
      'vendor/go.mod': '',
      'README.md': '',
      'x/.venv/requirements.txt': '',
    });
    expect(bom.sources).toEqual([]);
  });
});
