import { describe, expect, it } from 'vitest';
import { read } from './read.ts';

describe('package.json', () => {
  it('has versions only for exact pins; local packages are no components', () => {
    const dependencies = {
      caret: '^1.0.0',
      exact: '2.0.0',
      equals: '=3.0.0',
      tag: 'latest',
      ws: 'workspace:*',
      link: 'link:../x',
      git: 'git+ssh://git@h.test/x.git#abc',
      short: 'owner/repo#v1',
      gitlab: 'gitlab:owner/repo',
      tarball: 'https://h.test/x.tgz',
      alias: 'npm:@real/name@4.5.6',
      '@s/p': '1.0.0-beta.1',
    };
    expect(read({ 'package.json': JSON.stringify({ dependencies }) }).rows).toEqual([
      'pkg:npm/%40real/name@4.5.6 required direct',
      'pkg:npm/%40s/p@1.0.0-beta.1 required direct',
      'pkg:npm/caret required direct',
      'pkg:npm/equals@3.0.0 required direct',
      'pkg:npm/exact@2.0.0 required direct',
      'pkg:npm/git?vcs_url=git%2Bssh:%2F%2Fgit%40h.test%2Fx.git%40abc required direct',
      'pkg:npm/gitlab?vcs_url=git%2Bhttps:%2F%2Fgitlab.com%2Fowner%2Frepo.git required direct',
      'pkg:npm/short?vcs_url=git%2Bhttps:%2F%2Fgithub.com%2Fowner%2Frepo.git%40v1 required direct',
      'pkg:npm/tag required direct',
      'pkg:npm/tarball?download_url=https:%2F%2Fh.test%2Fx.tgz required direct',
    ]);
  });

  it('yields to the lockfile; what that lacks stays, peers aside', () => {
    const { rows } = read({
      'package.json': '{"dependencies":{"a":"^1","gone":"^1"},"peerDependencies":{"peer":"*"}}',
      'yarn.lock': 'a@^1:\n  version "1.2.3"\n',
    });
    expect(rows).toEqual(['pkg:npm/a@1.2.3 required direct', 'pkg:npm/gone required direct']);
  });

  it('of a project further down is not covered unless it is a member', () => {
    const lock = 'a@^1:\n  version "1.2.3"\n';
    const inner = '{"dependencies":{"a":"^1"}}';
    const member = read({
      'package.json': '{"workspaces":["apps/*"]}',
      'yarn.lock': lock,
      'apps/x/package.json': inner,
    });
    expect(member.rows).toEqual(['pkg:npm/a@1.2.3 required direct']);
    const stranger = read({
      'package.json': '{"workspaces":["libs/*"]}',
      'yarn.lock': lock,
      'apps/x/package.json': inner,
    });
    expect(stranger.rows).toEqual(['pkg:npm/a required direct', 'pkg:npm/a@1.2.3 required']);
  });
});

describe('lockfiles of npm', () => {
  it('tell git, files, links and bundled packages apart', () => {
    const packages = {
      '': { dependencies: { g: '*', l: '*', t: '*' } },
      'node_modules/g': { version: '1.0.0', resolved: 'git+ssh://git@github.com/o/g.git#c0ffee' },
      'node_modules/l': { resolved: 'libs/l', link: true },
      'libs/l': { version: '1.0.0', dependencies: { d: '*' } },
      'node_modules/d': { version: '2.0.0', devOptional: true },
      'node_modules/t': { version: '3.0.0', resolved: 'https://h.test/t.tgz' },
      'node_modules/x': { version: '9.0.0', extraneous: true },
    };
    expect(read({ 'npm-shrinkwrap.json': JSON.stringify({ packages }) }).rows).toEqual([
      'pkg:npm/d@2.0.0 optional direct',
      'pkg:npm/g@1.0.0?vcs_url=git%2Bssh:%2F%2Fgit%40github.com%2Fo%2Fg.git%40c0ffee required direct',
      'pkg:npm/t@3.0.0?download_url=https:%2F%2Fh.test%2Ft.tgz required direct',
    ]);
  });

  it('pnpm keys with peers, scopes and addresses', () => {
    const text = [
      "lockfileVersion: '9.0'",
      'importers:',
      '  .:',
      '    dependencies:',
      "      '@a/b': {specifier: ^1, version: 1.0.0(react@18.0.0)}",
      '      g: {specifier: x, version: https://codeload.github.com/o/g/tar.gz/abc}',
      'packages:',
      "  '@a/b@1.0.0': {resolution: {integrity: sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=}}",
      '  react@18.0.0: {}',
      '  g@https://codeload.github.com/o/g/tar.gz/abc: {resolution: {tarball: https://codeload.github.com/o/g/tar.gz/abc}, version: 0.1.0}',
      'snapshots:',
      "  '@a/b@1.0.0(react@18.0.0)': {dependencies: {react: 18.0.0}}",
      '  react@18.0.0: {}',
      '  g@https://codeload.github.com/o/g/tar.gz/abc: {}',
    ].join('\n');
    const { rows, edges, bom } = read({ 'pnpm-lock.yaml': text });
    expect(rows).toEqual([
      'pkg:npm/%40a/b@1.0.0 required direct',
      'pkg:npm/g@0.1.0?download_url=https:%2F%2Fcodeload.github.com%2Fo%2Fg%2Ftar.gz%2Fabc required direct',
      'pkg:npm/react@18.0.0 required',
    ]);
    expect(edges).toEqual(['pkg:npm/%40a/b@1.0.0 -> pkg:npm/react@18.0.0']);
    expect(bom.components[0]?.hashes).toEqual([
      { algorithm: 'SHA-1', hex: 'da39a3ee5e6b4b0d3255bfef95601890afd80709' },
    ]);
  });

  it('yarn 1 with a git dependency, a SHA-1 fragment and lines that do not belong', () => {
    const text = [
      '"g@git+https://h.test/g.git":',
      '  version "1.0.0"',
      '  resolved "git+https://h.test/g.git#da39a3ee5e6b4b0d3255bfef95601890afd80709"',
      'h@^1.0.0:',
      '  version "1.0.1"',
      '  resolved "https://registry.yarnpkg.com/h/-/h-1.0.1.tgz#da39a3ee5e6b4b0d3255bfef95601890afd80709"',
      '<<<<<<< HEAD',
    ].join('\n');
    const { rows, bom, problems } = read({ 'yarn.lock': text });
    expect(rows).toEqual([
      'pkg:npm/g@1.0.0?vcs_url=git%2Bhttps:%2F%2Fh.test%2Fg.git%40da39a3ee5e6b4b0d3255bfef95601890afd80709 required',
      'pkg:npm/h@1.0.1 required',
    ]);
    expect(bom.components.map(({ hashes }) => hashes.length)).toEqual([0, 1]);
    expect(problems).toEqual(['yarn.lock 1 line(s) are not of the format; the rest was read']);
  });
});
