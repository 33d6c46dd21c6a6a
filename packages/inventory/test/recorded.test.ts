import { describe, expect, it } from 'vitest';
import { collectBom } from '../src/index.ts';
import { readFixture } from './fixtures.ts';

/** One line per component: what the inventory knows of it. */
function summarise(fixture: string): readonly string[] {
  return collectBom(readFixture(fixture), { name: 'sample' }).components.map(
    ({ purl, scope, direct, licence, hashes }) =>
      [purl, scope, direct ? 'direct' : 'indirect', licence ?? '-', hashes[0]?.algorithm ?? '-'].join(' '),
  );
}

function edgesOf(fixture: string, purl: string): readonly string[] | undefined {
  return collectBom(readFixture(fixture), { name: 'sample' }).components.find((component) => component.purl === purl)
    ?.dependsOn;
}

/** The same project locked by each of npm's package managers; licences are only in npm's own lockfiles from version 2 on. */
function npmProject(licence: string, aliased: string, hash: string): readonly string[] {
  return [
    `pkg:npm/%40types/ms@2.1.0 development direct ${licence} ${hash}`,
    `pkg:npm/debug@4.4.3 required direct ${licence} ${hash}`,
    `pkg:npm/fsevents@2.3.3 optional direct ${licence} ${hash}`,
    `pkg:npm/left-pad@1.3.0 required direct ${aliased} ${hash}`,
    `pkg:npm/minimist@1.2.8 required indirect ${licence} ${hash}`,
    `pkg:npm/mkdirp@0.5.6 required direct ${licence} ${hash}`,
    `pkg:npm/ms@2.0.0 required direct ${licence} ${hash}`,
    `pkg:npm/ms@2.1.3 required indirect ${licence} ${hash}`,
  ];
}

describe('lockfiles written by the real tools', () => {
  it.each(['npm1', 'yarn1', 'pnpm5', 'pnpm6', 'pnpm9'])('%s: the sample project without licences', (fixture) => {
    expect(summarise(fixture)).toEqual(npmProject('-', '-', 'SHA-512'));
  });

  it.each(['npm2', 'npm3'])('%s: the sample project with licences', (fixture) => {
    expect(summarise(fixture)).toEqual(npmProject('MIT', 'WTFPL', 'SHA-512'));
  });

  it('berry: the sample project, with what its fsevents patch builds with as optional', () => {
    const lines = summarise('berry');
    expect(lines.filter((line) => !line.includes(' optional indirect '))).toEqual(npmProject('-', '-', '-'));
    expect(lines).toHaveLength(28);
    expect(edgesOf('berry', 'pkg:npm/tar@7.5.23')).toContain('pkg:npm/minipass@7.1.3');
  });

  it.each(['npm1', 'npm2', 'npm3', 'yarn1', 'berry', 'pnpm5', 'pnpm6', 'pnpm9'])(
    '%s: the dependency graph',
    (fixture) => {
      expect(edgesOf(fixture, 'pkg:npm/debug@4.4.3')).toEqual(['pkg:npm/ms@2.1.3']);
      expect(edgesOf(fixture, 'pkg:npm/mkdirp@0.5.6')).toEqual(['pkg:npm/minimist@1.2.8']);
    },
  );

  it('uv: extras, groups and the graph', () => {
    expect(summarise('uv')).toEqual([
      'pkg:pypi/certifi@2026.10.19.post1 required indirect - SHA-256',
      'pkg:pypi/charset-normalizer@3.5.2 required indirect - SHA-256',
      'pkg:pypi/colorama@0.4.6 required direct - SHA-256',
      'pkg:pypi/idna@3.20 required indirect - SHA-256',
      'pkg:pypi/iniconfig@2.3.1 development direct - SHA-256',
      'pkg:pypi/pysocks@1.7.1 required indirect - SHA-256',
      'pkg:pypi/requests@2.34.2 required direct - SHA-256',
      'pkg:pypi/ujson@5.10.0 optional direct - SHA-256',
      'pkg:pypi/urllib3@2.8.0 required indirect - SHA-256',
    ]);
    expect(edgesOf('uv', 'pkg:pypi/requests@2.34.2')).toContain('pkg:pypi/pysocks@1.7.1');
  });

  it('pipenv: direct packages come from the Pipfile', () => {
    expect(summarise('pipenv').filter((line) => line.includes(' direct '))).toEqual([
      'pkg:pypi/iniconfig@2.3.1 development direct - -',
      'pkg:pypi/requests@2.34.2 required direct - -',
    ]);
    expect(summarise('pipenv')).toHaveLength(7);
  });

  it('pip-compile: the graph comes from the “via” notes', () => {
    expect(summarise('piptools').filter((line) => line.includes(' direct '))).toEqual([
      'pkg:pypi/requests@2.34.2 required direct - -',
    ]);
    expect(edgesOf('piptools', 'pkg:pypi/requests@2.34.2')).toEqual([
      'pkg:pypi/certifi@2026.10.19.post1',
      'pkg:pypi/charset-normalizer@3.5.2',
      'pkg:pypi/idna@3.20',
      'pkg:pypi/pysocks@1.7.1',
      'pkg:pypi/urllib3@2.8.0',
    ]);
  });

  it('cargo: the project itself is no component; scopes come from Cargo.toml', () => {
    expect(summarise('cargo')).toEqual([
      'pkg:cargo/itoa@1.0.19 required direct - SHA-256',
      'pkg:cargo/libc@0.2.191 required direct - SHA-256',
      'pkg:cargo/memchr@2.8.3 development direct - SHA-256',
      'pkg:cargo/semver@1.0.28 required direct - SHA-256',
    ]);
  });

  it('go: what go.mod names is what is built', () => {
    expect(summarise('go')).toEqual([
      'pkg:golang/github.com/burntsushi/toml@v1.3.2 required direct - -',
      'pkg:golang/golang.org/x/text@v0.0.0-20170915032832-14c0d48ead0c required indirect - -',
      'pkg:golang/rsc.io/quote@v1.5.2 required direct - -',
      'pkg:golang/rsc.io/sampler@v1.3.0 required indirect - -',
    ]);
  });

  it('is the same for any order of the files', () => {
    const files = [...readFixture('npm3'), ...readFixture('cargo'), ...readFixture('go')];
    expect(collectBom(files.toReversed(), { name: 'x' })).toEqual(collectBom(files, { name: 'x' }));
  });
});
