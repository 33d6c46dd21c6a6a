import { describe, expect, it } from 'vitest';
import { read } from './read.ts';

describe('Ruby', () => {
  it('Gemfile.lock: platforms, git, path, dependencies and checksums', () => {
    const text = [
      'GIT',
      '  remote: https://h.test/g.git',
      '  revision: abc',
      '  specs:',
      '    g (1.0.0)',
      '      rack',
      '',
      'PATH',
      '  remote: .',
      '  specs:',
      '    own (0.1.0)',
      '      rails (>= 7)',
      '',
      'GEM',
      '  remote: https://rubygems.org/',
      '  specs:',
      '    nokogiri (1.16.2-x86_64-linux)',
      '    rack (3.0.9)',
      '    rails (7.1.3)',
      '      rack (>= 2.2.4)',
      '',
      'DEPENDENCIES',
      '  g!',
      '  own!',
      '',
      'CHECKSUMS',
      `  rack (3.0.9) sha256=${'a'.repeat(64)}`,
    ].join('\n');
    const { rows, edges, bom } = read({ 'Gemfile.lock': text });
    expect(rows).toEqual([
      'pkg:gem/g@1.0.0?vcs_url=git%2Bhttps:%2F%2Fh.test%2Fg.git%40abc required direct',
      'pkg:gem/nokogiri@1.16.2?platform=x86_64-linux required',
      'pkg:gem/rack@3.0.9 required',
      'pkg:gem/rails@7.1.3 required direct',
    ]);
    expect(edges).toContain('pkg:gem/rails@7.1.3 -> pkg:gem/rack@3.0.9');
    expect(bom.components[2]?.hashes[0]?.hex).toBe('a'.repeat(64));
  });
});
