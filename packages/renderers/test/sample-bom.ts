import type { Bom, BomComponent } from '@securescan/model';

function component(purl: string, facts: Partial<BomComponent> & Pick<BomComponent, 'name'>): BomComponent {
  return {
    purl,
    type: 'library',
    group: null,
    version: '1.0.0',
    ecosystem: 'npm',
    scope: 'required',
    licence: null,
    supplier: null,
    hashes: [],
    sources: ['package-lock.json'],
    dependsOn: [],
    direct: false,
    ...facts,
  };
}

/** A bill of materials with everything that the formats write. */
export const SAMPLE_BOM: Bom = {
  root: { name: 'shop', version: '2.0.0' },
  components: [
    component('pkg:npm/%40scope/a@1.0.0', {
      group: '@scope',
      name: 'a',
      licence: 'MIT',
      direct: true,
      dependsOn: ['pkg:npm/b@1.0.0', 'pkg:npm/elsewhere@1'],
      hashes: [
        { algorithm: 'SHA-1', hex: 'a'.repeat(40) },
        { algorithm: 'SHA-512', hex: 'b'.repeat(128) },
      ],
    }),
    component('pkg:npm/b@1.0.0', { name: 'b', licence: 'MIT OR Apache-2.0', scope: 'optional', direct: true }),
    component('pkg:npm/c?vcs_url=git%2Bhttps:%2F%2Fh.test%2Fc.git%40abc', {
      name: 'c',
      version: null,
      licence: 'our own <terms>',
      scope: 'development',
      direct: true,
      supplier: 'Example Ltd',
    }),
    component('pkg:npm/d@1.0.0', {
      name: 'd',
      licence: 'LicenseRef-Own AND ISC',
      sources: ['a/\u{1F600}.json', 'b.json'],
    }),
    component('pkg:maven/org.g/e@1.0.0', { group: 'org.g', name: 'e', ecosystem: 'maven', type: 'framework' }),
    component('pkg:npm/f@1.0.0', { name: 'f', licence: 'GPL-2.0' }),
  ],
  sources: [
    { path: 'package-lock.json', problem: null },
    { path: 'x/Cargo.lock', problem: 'is not valid TOML' },
  ],
};

/** A project without any dependency. */
export const EMPTY_BOM: Bom = { root: { name: 'empty', version: null }, components: [], sources: [] };
