import { describe, expect, it } from 'vitest';
import { read } from './read.ts';

describe('.NET', () => {
  it('packages.lock.json over two frameworks', () => {
    const text = JSON.stringify({
      version: 1,
      dependencies: {
        'net8.0': {
          'Newtonsoft.Json': {
            type: 'Direct',
            requested: '[13.0.3, )',
            resolved: '13.0.3',
            dependencies: { 'system.x': '1' },
          },
          'System.X': { type: 'Transitive', resolved: '4.3.0' },
          own: { type: 'Project' },
        },
        net48: { 'Newtonsoft.Json': { type: 'Direct', resolved: '13.0.3' } },
      },
    });
    const { rows, edges } = read({ 'packages.lock.json': text });
    expect(rows).toEqual(['pkg:nuget/Newtonsoft.Json@13.0.3 required direct', 'pkg:nuget/System.X@4.3.0 required']);
    expect(edges).toEqual(['pkg:nuget/Newtonsoft.Json@13.0.3 -> pkg:nuget/System.X@4.3.0']);
  });
});
