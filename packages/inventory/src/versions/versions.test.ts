import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareVersions, satisfies } from './schemes.ts';

/** Ascending lists, from the documents that define the order; `=` joins equal versions. */
const ASCENDING: Readonly<Record<string, readonly string[]>> = {
  // semver.org, item 11
  npm: [
    '1.0.0-alpha',
    '1.0.0-alpha.1',
    '1.0.0-alpha.beta',
    '1.0.0-beta',
    '1.0.0-beta.2',
    '1.0.0-beta.11',
    '1.0.0-rc.1',
    '1.0.0=v1.0.0=1.0.0+build',
    '1.0.1',
    '1.2.0',
    '1.10.0',
    '2.0.0',
    '99999999999999999999.0.0',
  ],
  cargo: ['0.1.0', '0.1.1', '0.9.0', '0.10.0', '1.0.0-rc.1', '1.0.0'],
  golang: [
    'v0.0.0-20170915032832-14c0d48ead0c',
    'v0.0.0-20180101000000-000000000000',
    'v0.1.0',
    'v1.9.0=1.9.0',
    'v1.10.0',
    'v2.0.0=v2.0.0+incompatible',
  ],
  // PEP 440, summary of permitted suffixes and relative ordering
  pypi: [
    '1.0.dev456',
    '1.0a1',
    '1.0a2.dev456',
    '1.0a12.dev456',
    '1.0a12',
    '1.0b1.dev456',
    '1.0b2',
    '1.0b2.post345.dev456',
    '1.0b2.post345',
    '1.0rc1.dev456',
    '1.0rc1=1.0c1=1.0-RC.1',
    '1.0=1=1.0.0=v1.0',
    '1.0+abc.5',
    '1.0+abc.7',
    '1.0+5',
    '1.0.post456.dev34',
    '1.0.post456=1.0-456=1.0.rev456',
    '1.0.15',
    '1.1.dev1',
    '2',
    '1!0.5',
  ],
  // Maven, version order specification, examples
  maven: [
    '1-alpha-1=1-a1=1-ALPHA1',
    '1-beta-1',
    '1-milestone',
    '1-rc=1-cr',
    '1-SNAPSHOT',
    '1=1.0=1-ga=1.0.0-final=1-release',
    '1-sp',
    '1-foo',
    '1-1',
    '1.1',
    '1.2',
    '1.10',
    '2.0-rc1',
    '2.0',
  ],
  gem: ['1.0.a', '1.0.b1', '1.0.b2', '1.0.rc1', '1=1.0=1.0.0', '1.0.1', '1.2', '1.10', '2.0.pre', '2.0'],
  composer: [
    'dev-main',
    '1.0.0-dev',
    '1.0.0-alpha1',
    '1.0.0-beta1=1.0.0-b1',
    '1.0.0-beta2',
    '1.0.0-RC1',
    '1.0.0=1.0=v1.0.0.0=1.0.0-stable',
    '1.0.0-patch1=1.0.0-pl1',
    '1.0.1',
    '1.10',
  ],
  nuget: ['1.0.0-alpha', '1.0.0-BETA', '1.0.0=1.0.0.0=1.0', '1.0.0.1', '1.0.1', '1.10.0'],
};

describe.each(Object.entries(ASCENDING))('order of %s', (ecosystem, groups) => {
  const versions = groups.flatMap((group, rank) => group.split('=').map((version) => ({ version, rank })));

  it('is that of the published lists', () => {
    const wrong = versions.flatMap((a) =>
      versions.flatMap((b) => {
        const order = Math.sign(compareVersions(ecosystem, a.version, b.version));
        return order === Math.sign(a.rank - b.rank) ? [] : [`${a.version} ? ${b.version}: ${order}`];
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('is antisymmetric and never throws, whatever the text', () => {
    const piece = fc.constantFrom(
      '1',
      '0',
      '10',
      '.',
      '-',
      '+',
      'a',
      'rc',
      'dev',
      'post',
      '!',
      'v',
      '_',
      ' ',
      'SNAPSHOT',
      '\u{1F600}',
    );
    const text = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(Math.sign(compareVersions(ecosystem, a, b)) + Math.sign(compareVersions(ecosystem, b, a))).toBe(0);
        expect(compareVersions(ecosystem, a, a)).toBe(0);
        expect(typeof satisfies(ecosystem, a, b)).toBe('boolean');
      }),
      { numRuns: 300 },
    );
  });
});

describe('ranges', () => {
  it.each([
    ['npm', '1.2.3', '^1.0.0', true],
    ['npm', '2.0.0', '^1.0.0', false],
    ['npm', '1.5.0', '>=1.0.0 <1.4.0 || 1.5.x', true],
    ['npm', '2.0.0-rc.1', '>=1.0.0', false],
    ['npm', 'nonsense', '*', false],
    ['cargo', '1.9.0', '1.2', true],
    ['cargo', '2.0.0', '1.2', false],
    ['cargo', '0.2.9', '0.2.3', true],
    ['cargo', '0.3.0', '0.2.3', false],
    ['cargo', '1.5.0', '>=1.2, <1.6', true],
    ['cargo', '1.5.0', '1.*', true],
    ['golang', 'v1.4.0', '>=1.2.0, <1.5.0', true],
    ['golang', 'v1.5.0', '>=1.2.0, <1.5.0', false],
    ['pypi', '2.31.0', '>=2.0,<3', true],
    ['pypi', '3.0', '>=2.0,<3', false],
    ['pypi', '1.4.5', '~=1.4.2', true],
    ['pypi', '1.5.0', '~=1.4.2', false],
    ['pypi', '1.9', '~=1.4', true],
    ['pypi', '1.1.post1', '==1.1.*', true],
    ['pypi', '1.2', '!=1.1.*', true],
    ['pypi', '1.1+local', '==1.1', true],
    ['pypi', '1.1', '===1.1', true],
    ['pypi', '1.1', '>= 1.0 , != 1.1', false],
    ['pypi', '1.1', 'nonsense', false],
    ['maven', '1.5', '[1.0,2.0)', true],
    ['maven', '2.0', '[1.0,2.0)', false],
    ['maven', '1.3', '(,1.0],[1.2,)', true],
    ['maven', '1.1', '(,1.0],[1.2,)', false],
    ['maven', '1.0', '[1.0]', true],
    ['maven', '1.0.0', '1.0', true],
    ['gem', '1.2.9', '~> 1.2.3', true],
    ['gem', '1.3.0', '~> 1.2.3', false],
    ['gem', '1.3.0.rc1', '~> 1.2.3', false],
    ['gem', '1.9', '~> 1.2', true],
    ['gem', '1.5', '>= 1.0, != 1.5', false],
    ['composer', '1.9.9', '^1.2', true],
    ['composer', '2.0.0', '^1.2', false],
    ['composer', '0.3.5', '^0.3.2', true],
    ['composer', '0.4.0', '^0.3.2', false],
    ['composer', '1.2.9', '~1.2.3', true],
    ['composer', '1.3.0', '~1.2.3', false],
    ['composer', '1.9.0', '~1.2', true],
    ['composer', '1.2.7', '1.2.*', true],
    ['composer', '1.5.0', '1.0 - 2.0', true],
    ['composer', '3.0.0', '^1 || ^3', true],
    ['composer', '1.0.0', '>= 1.0, < 1.0.1', true],
    ['nuget', '13.0.3', '[13.0.1, 14.0.0)', true],
    ['nuget', '14.0.0', '[13.0.1, 14.0.0)', false],
    ['nuget', '13.0.3', '13.0.1', true],
    ['nuget', '1.0', '(, 0.9]', false],
    ['other', '1.0', '1.0', true],
  ])('%s: %s in %s is %s', (ecosystem, version, range, expected) => {
    expect(satisfies(ecosystem, version, range)).toBe(expected);
  });
});
