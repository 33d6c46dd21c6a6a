import { describe, expect, it } from 'vitest';
import { read } from './read.ts';

describe('Go', () => {
  it('replacements: another module, one version, a directory', () => {
    const text = [
      'module ex.test/m',
      'go 1.20',
      'require (',
      '  ex.test/a v1.0.0',
      '  ex.test/b v1.0.0 // indirect',
      '  ex.test/c v1.0.0',
      '  ex.test/d v1.0.0',
      ')',
      'replace ex.test/a => ex.test/fork v1.1.0',
      'replace (',
      '  ex.test/b v1.0.0 => ex.test/b v1.0.1',
      '  ex.test/c => ./c',
      '  ex.test/d v2.0.0 => ex.test/d v2.0.1',
      ')',
    ].join('\n');
    expect(read({ 'go.mod': text }).rows).toEqual([
      'pkg:golang/ex.test/b@v1.0.1 required',
      'pkg:golang/ex.test/c required direct',
      'pkg:golang/ex.test/d@v1.0.0 required direct',
      'pkg:golang/ex.test/fork@v1.1.0 required direct',
    ]);
  });

  it('before Go 1.17 go.sum adds what go.mod does not name, in the highest version', () => {
    const sum = [
      'ex.test/a v1.0.0 h1:x=',
      'ex.test/a v1.5.0 h1:x=',
      'ex.test/t v1.9.0 h1:x=',
      'ex.test/t v1.10.0 h1:x=',
      'ex.test/u v1.0.0/go.mod h1:x=',
    ].join('\n');
    expect(read({ 'go.mod': 'module m\ngo 1.16\nrequire ex.test/a v1.0.0\n', 'go.sum': sum }).rows).toEqual([
      'pkg:golang/ex.test/a@v1.0.0 required direct',
      'pkg:golang/ex.test/t@v1.10.0 required',
    ]);
    expect(read({ 'go.mod': 'module m\ngo 1.17\nrequire ex.test/a v1.0.0\n', 'go.sum': sum }).rows).toEqual([
      'pkg:golang/ex.test/a@v1.0.0 required direct',
    ]);
  });
});
