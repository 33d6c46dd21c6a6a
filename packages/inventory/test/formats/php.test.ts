import { describe, expect, it } from 'vitest';
import { read } from './read.ts';

describe('PHP', () => {
  it('composer.lock beside composer.json', () => {
    const lock = {
      packages: [
        {
          name: 'Vendor/Lib',
          version: 'v1.2.0',
          license: ['MIT', 'GPL-2.0-only'],
          require: { php: '>=8', 'vendor/other': '^1' },
          dist: { shasum: 'da39a3ee5e6b4b0d3255bfef95601890afd80709' },
        },
        { name: 'vendor/other', version: 'dev-main' },
        { name: 'own/part', version: '1', dist: { type: 'path' } },
      ],
      'packages-dev': [{ name: 'vendor/test', version: '3.0.0', license: 'BSD-3-Clause' }],
    };
    const { rows, edges, bom } = read({
      'composer.lock': JSON.stringify(lock),
      'composer.json': '{"require":{"vendor/lib":"^1","php":">=8"},"require-dev":{"vendor/test":"*"}}',
    });
    expect(rows).toEqual([
      'pkg:composer/vendor/lib@1.2.0 required direct',
      'pkg:composer/vendor/other@dev-main required',
      'pkg:composer/vendor/test@3.0.0 development direct',
    ]);
    expect(edges).toEqual(['pkg:composer/vendor/lib@1.2.0 -> pkg:composer/vendor/other@dev-main']);
    expect(bom.components[0]?.licence).toBe('MIT OR GPL-2.0-only');
  });
});
