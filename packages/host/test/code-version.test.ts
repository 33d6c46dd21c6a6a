import { expect, it } from 'vitest';
import { CODE_PACKAGES, findCodeVersion } from '../src/machine/code-version.ts';

it('is the same while the sources are, and covers the checks and all they use', () => {
  expect(findCodeVersion()).toMatch(/^[0-9a-f]{32}$/);
  expect(findCodeVersion()).toBe(findCodeVersion());
  expect(CODE_PACKAGES).toEqual(
    expect.arrayContaining(['scanners', 'inventory', 'host', 'model', 'core', 'waf', 'waf-catalogue']),
  );
});
