import { describe, expect, it } from 'vitest';
import { collectBom } from '../src/index.ts';

/** Rows of `purl scope direct`, and what depends on what. */
function read(files: Readonly<Record<string, string>>) {
  const bom = collectBom(
    Object.entries(files).map(([path, text]) => ({ path, text })),
    { name: 'sample' },
  );
  return {
    bom,
    rows: bom.components.map(({ purl, scope, direct }) => `${purl} ${scope}${direct ? ' direct' : ''}`),
    edges: bom.components.flatMap(({ purl, dependsOn }) => dependsOn.map((to) => `${purl} -> ${to}`)),
    problems: bom.sources.flatMap(({ path, problem }) => (problem === null ? [] : [`${path} ${problem}`])),
  };
}

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

describe('Python', () => {
  it('requirements: pins, extras, markers, addresses, editable and options', () => {
    const text = [
      '-r base.txt',
      '-c constraints.txt',
      '--index-url https://h.test/simple',
      'Flask_Login [extra] == 1.0 ; python_version > "3"',
      'wild==1.*',
      'range>=1,<2',
      'arb===1.0.dev',
      'pkg @ git+https://h.test/p.git@v1 ; os_name == "nt"',
      '-e git+https://h.test/e.git@abc#egg=e_x',
      '-e .',
      './local',
      'https://h.test/noname.whl',
      'hashed==2.0 --hash=sha256:' + 'a'.repeat(64),
      'joined \\',
      '  == 3.0  # remark',
    ].join('\n');
    const { rows, bom } = read({ 'requirements.txt': text });
    expect(rows).toEqual([
      'pkg:pypi/flask-login@1.0 required direct',
      'pkg:pypi/arb@1.0.dev required direct',
      'pkg:pypi/e-x?vcs_url=git%2Bhttps:%2F%2Fh.test%2Fe.git%40abc required direct',
      'pkg:pypi/hashed@2.0 required direct',
      'pkg:pypi/joined@3.0 required direct',
      'pkg:pypi/pkg?vcs_url=git%2Bhttps:%2F%2Fh.test%2Fp.git%40v1 required direct',
      'pkg:pypi/range required direct',
      'pkg:pypi/wild required direct',
    ]);
    expect(bom.components.find(({ name }) => name === 'hashed')?.hashes).toHaveLength(1);
  });

  it('requirements for development by their name', () => {
    expect(
      read({ 'requirements-dev.txt': 'a==1', 'test-requirements.txt': 'b==1', 'requirements.txt': 'c==1' }).rows,
    ).toEqual(['pkg:pypi/a@1 development direct', 'pkg:pypi/b@1 development direct', 'pkg:pypi/c@1 required direct']);
  });

  it('pyproject.toml in the styles of PEP 621, PEP 735, Poetry and PDM', () => {
    const text = [
      '[project]',
      'name = "x"',
      'dependencies = ["a==1.0", "b>=2"]',
      '[project.optional-dependencies]',
      'o = ["c==3"]',
      '[dependency-groups]',
      'dev = ["d==4", {include-group = "more"}]',
      '[tool.pdm.dev-dependencies]',
      'test = ["e==5"]',
      '[tool.poetry.dependencies]',
      'python = "^3.10"',
      'f = "6.0"',
      'g = "^7.0"',
      'h = {git = "https://h.test/h.git", rev = "abc"}',
      'i = {path = "../i"}',
      '[tool.poetry.group.dev.dependencies]',
      'j = {version = "==8.0"}',
    ].join('\n');
    expect(read({ 'pyproject.toml': text }).rows).toEqual([
      'pkg:pypi/a@1.0 required direct',
      'pkg:pypi/b required direct',
      'pkg:pypi/c@3 optional direct',
      'pkg:pypi/d@4 development direct',
      'pkg:pypi/e@5 development direct',
      'pkg:pypi/f@6.0 required direct',
      'pkg:pypi/g required direct',
      'pkg:pypi/h?vcs_url=git%2Bhttps:%2F%2Fh.test%2Fh.git%40abc required direct',
      'pkg:pypi/j@8.0 development direct',
    ]);
  });

  it('poetry.lock: groups, categories, sources, files of both generations', () => {
    const text = [
      '[[package]]',
      'name = "Main"',
      'version = "1.0"',
      'groups = ["main", "dev"]',
      `files = [{file = "main-1.0.tar.gz", hash = "sha256:${'a'.repeat(64)}"}, {file = "w.whl", hash = "sha256:${'b'.repeat(64)}"}]`,
      '[package.dependencies]',
      'dev-tool = {version = "*", optional = true}',
      '[[package]]',
      'name = "dev_tool"',
      'version = "2.0"',
      'category = "dev"',
      '[[package]]',
      'name = "vcs"',
      'version = "3.0"',
      '[package.source]',
      'type = "git"',
      'url = "https://h.test/v.git"',
      'resolved_reference = "abc"',
      '[[package]]',
      'name = "own"',
      'version = "0"',
      '[package.source]',
      'type = "directory"',
      'url = "../own"',
      '[metadata.files]',
      `vcs = [{file = "v.whl", hash = "sha256:${'c'.repeat(64)}"}]`,
    ].join('\n');
    const { rows, edges, bom } = read({ 'poetry.lock': text });
    expect(rows).toEqual([
      'pkg:pypi/main@1.0 required',
      'pkg:pypi/dev-tool@2.0 development',
      'pkg:pypi/vcs@3.0?vcs_url=git%2Bhttps:%2F%2Fh.test%2Fv.git%40abc required',
    ]);
    expect(edges).toEqual(['pkg:pypi/main@1.0 -> pkg:pypi/dev-tool@2.0']);
    expect(bom.components.map(({ hashes }) => hashes[0]?.hex[0])).toEqual(['a', undefined, 'c']);
  });

  it('pdm.lock: entries with extras are one component', () => {
    const text = [
      '[[package]]',
      'name = "requests"',
      'version = "2.31.0"',
      'groups = ["default"]',
      'dependencies = ["idna<4,>=2.5"]',
      '[[package]]',
      'name = "requests"',
      'version = "2.31.0"',
      'extras = ["socks"]',
      'groups = ["default"]',
      'dependencies = ["PySocks!=1.5.7,>=1.5.6", "requests==2.31.0"]',
      '[[package]]',
      'name = "idna"',
      'version = "3.7"',
      'groups = ["default", "dev"]',
      '[[package]]',
      'name = "pysocks"',
      'version = "1.7.1"',
      'groups = ["fast"]',
      '[[package]]',
      'name = "iniconfig"',
      'version = "2.0.0"',
      'groups = ["dev"]',
    ].join('\n');
    const { rows, edges } = read({ 'pdm.lock': text });
    expect(rows).toEqual([
      'pkg:pypi/idna@3.7 required',
      'pkg:pypi/iniconfig@2.0.0 development',
      'pkg:pypi/pysocks@1.7.1 optional',
      'pkg:pypi/requests@2.31.0 required',
    ]);
    expect(edges).toEqual([
      'pkg:pypi/requests@2.31.0 -> pkg:pypi/idna@3.7',
      'pkg:pypi/requests@2.31.0 -> pkg:pypi/pysocks@1.7.1',
    ]);
  });
});

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

describe('Rust', () => {
  it('Cargo.toml: kinds, targets, renamed, optional, workspace and git', () => {
    const text = [
      '[workspace.dependencies]',
      'shared = "=1.0.0"',
      '[dependencies]',
      'range = "1.0"',
      'pin = "=2.0.0"',
      'renamed = { package = "real", version = "=3.0.0" }',
      'opt = { version = "=4.0.0", optional = true }',
      'local = { path = "../local" }',
      'shared = { workspace = true }',
      'git = { git = "https://h.test/g", rev = "abc" }',
      '[build-dependencies]',
      'cc = "=5.0.0"',
      "[target.'cfg(unix)'.dependencies]",
      'libc = "=6.0.0"',
    ].join('\n');
    expect(read({ 'Cargo.toml': text }).rows).toEqual([
      'pkg:cargo/cc@5.0.0 development direct',
      'pkg:cargo/git?vcs_url=git%2Bhttps:%2F%2Fh.test%2Fg%40abc required direct',
      'pkg:cargo/libc@6.0.0 required direct',
      'pkg:cargo/opt@4.0.0 optional direct',
      'pkg:cargo/pin@2.0.0 required direct',
      'pkg:cargo/range required direct',
      'pkg:cargo/real@3.0.0 required direct',
      'pkg:cargo/shared@1.0.0 required direct',
    ]);
  });

  it('Cargo.lock of version 1 keeps checksums apart; git sources; two versions of a crate', () => {
    const registry = 'registry+https://github.com/rust-lang/crates.io-index';
    const text = [
      '[[package]]',
      'name = "app"',
      'version = "0.1.0"',
      `dependencies = ["rand 0.8.0 (${registry})", "g 1.0.0 (git+https://h.test/g?branch=x#abc)"]`,
      '[[package]]',
      'name = "rand"',
      'version = "0.7.0"',
      `source = "${registry}"`,
      '[[package]]',
      'name = "rand"',
      'version = "0.8.0"',
      `source = "${registry}"`,
      `dependencies = ["rand 0.7.0 (${registry})"]`,
      '[[package]]',
      'name = "g"',
      'version = "1.0.0"',
      'source = "git+https://h.test/g?branch=x#abc"',
      '[metadata]',
      `"checksum rand 0.8.0 (${registry})" = "${'a'.repeat(64)}"`,
    ].join('\n');
    const { rows, edges, bom } = read({ 'Cargo.lock': text });
    expect(rows).toEqual([
      'pkg:cargo/g@1.0.0?vcs_url=git%2Bhttps:%2F%2Fh.test%2Fg%40abc required direct',
      'pkg:cargo/rand@0.7.0 required',
      'pkg:cargo/rand@0.8.0 required direct',
    ]);
    expect(edges).toEqual(['pkg:cargo/rand@0.8.0 -> pkg:cargo/rand@0.7.0']);
    expect(bom.components[2]?.hashes).toEqual([{ algorithm: 'SHA-256', hex: 'a'.repeat(64) }]);
  });
});

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

describe('Java', () => {
  it('pom.xml: properties, management, parents, scopes, profiles and ranges', () => {
    const dependency = (body: string) => `<dependency>${body}</dependency>`;
    const text = `<?xml version="1.0"?><project>
      <parent><groupId>org.p</groupId><artifactId>p</artifactId><version>9</version></parent>
      <artifactId>me</artifactId>
      <properties><v.a>1.\${minor}</v.a><minor>5</minor></properties>
      <dependencyManagement><dependencies>
        ${dependency('<groupId>g</groupId><artifactId>managed</artifactId><version>2.0</version><scope>test</scope>')}
      </dependencies></dependencyManagement>
      <dependencies>
        ${dependency('<groupId>g</groupId><artifactId>a</artifactId><version>${v.a}</version>')}
        ${dependency('<groupId>g</groupId><artifactId>managed</artifactId>')}
        ${dependency('<groupId>${project.groupId}</groupId><artifactId>sibling</artifactId><version>${project.version}</version>')}
        ${dependency('<groupId>g</groupId><artifactId>range</artifactId><version>[1,2)</version>')}
        ${dependency('<groupId>g</groupId><artifactId>hard</artifactId><version>[1.0]</version>')}
        ${dependency('<groupId>g</groupId><artifactId>open</artifactId><version>${elsewhere}</version>')}
        ${dependency('<groupId>g</groupId><artifactId>servlet</artifactId><version>4</version><scope>provided</scope><classifier>c</classifier><type>war</type>')}
      </dependencies>
      <profiles><profile><dependencies>${dependency('<groupId>g</groupId><artifactId>prof</artifactId><version>1</version><optional>true</optional>')}</dependencies></profile></profiles>
    </project>`;
    expect(read({ 'pom.xml': text }).rows).toEqual([
      'pkg:maven/g/a@1.5 required direct',
      'pkg:maven/g/hard@1.0 required direct',
      'pkg:maven/g/managed@2.0 development direct',
      'pkg:maven/g/open required direct',
      'pkg:maven/g/prof@1 optional direct',
      'pkg:maven/g/range required direct',
      'pkg:maven/g/servlet@4?classifier=c&type=war optional direct',
      'pkg:maven/org.p/sibling@9 required direct',
    ]);
  });

  it('pom.xml: parents in the tree define versions, properties and dependencies', () => {
    const parent = `<project><groupId>g</groupId><artifactId>top</artifactId><version>7</version>
      <properties><lib>2.5</lib><own>0</own></properties>
      <dependencyManagement><dependencies>
        <dependency><groupId>g</groupId><artifactId>managed</artifactId><version>\${lib}</version></dependency>
      </dependencies></dependencyManagement>
      <dependencies><dependency><groupId>g</groupId><artifactId>everywhere</artifactId><version>1</version></dependency></dependencies>
    </project>`;
    const child = (path: string) => `<project>
      <parent><groupId>g</groupId><artifactId>top</artifactId><version>7</version>${path}</parent>
      <artifactId>child</artifactId><properties><own>3</own></properties>
      <dependencies>
        <dependency><groupId>g</groupId><artifactId>managed</artifactId></dependency>
        <dependency><groupId>g</groupId><artifactId>mine</artifactId><version>\${own}</version></dependency>
      </dependencies></project>`;
    const expected = [
      'pkg:maven/g/everywhere@1 required direct',
      'pkg:maven/g/managed@2.5 required direct',
      'pkg:maven/g/mine@3 required direct',
    ];
    expect(read({ 'pom.xml': parent, 'a/pom.xml': child('') }).rows).toEqual(expected);
    expect(
      read({ 'parent/pom.xml': parent, 'a/pom.xml': child('<relativePath>../parent</relativePath>') }).rows,
    ).toEqual(expected);
    const apart = [
      'pkg:maven/g/everywhere@1 required direct',
      'pkg:maven/g/managed required direct',
      'pkg:maven/g/mine@3 required direct',
    ];
    expect(read({ 'pom.xml': parent, 'a/pom.xml': child('<relativePath/>') }).rows).toEqual(apart);
    const other = parent.replace('<artifactId>top', '<artifactId>other');
    expect(read({ 'pom.xml': other, 'a/pom.xml': child('') }).rows).toEqual(apart);
  });

  it('pom.xml: parents in a circle end', () => {
    const pom = (name: string, parent: string, path: string) =>
      `<project><parent><artifactId>${parent}</artifactId><relativePath>${path}</relativePath></parent><artifactId>${name}</artifactId>
      <dependencies><dependency><groupId>g</groupId><artifactId>x</artifactId><version>1</version></dependency></dependencies></project>`;
    const files = {
      'a/pom.xml': pom('a', 'b', '../b/pom.xml'),
      'b/pom.xml': pom('b', 'a', '../a'),
      'c/pom.xml': pom('c', 'c', 'pom.xml'),
    };
    expect(read(files).rows).toEqual(['pkg:maven/g/x@1 required direct']);
  });

  it('lockfile.json of the Maven plugin', () => {
    const artifact = (artifactId: string, more: object = {}) => ({ groupId: 'g', artifactId, version: '1', ...more });
    const dependencies = [
      artifact('a', { scope: 'compile', children: [artifact('b')] }),
      artifact('t', { scope: 'test' }),
    ];
    const { rows, edges } = read({ 'lockfile.json': JSON.stringify({ dependencies }) });
    expect(rows).toEqual([
      'pkg:maven/g/a@1 required direct',
      'pkg:maven/g/b@1 required',
      'pkg:maven/g/t@1 development direct',
    ]);
    expect(edges).toEqual(['pkg:maven/g/a@1 -> pkg:maven/g/b@1']);
  });

  it('gradle.lockfile with a version catalog', () => {
    const lock =
      '# comment\ng:a:1.1=compileClasspath,runtimeClasspath\ng:t:2.0=testCompileClasspath\nempty=annotationProcessor\n';
    const catalog = [
      '[versions]',
      'a = "1.0"',
      '[libraries]',
      'a = { module = "g:a", version.ref = "a" }',
      'new = "g:new:3.0"',
      'dynamic = "g:dyn:1.+"',
      'strict = { group = "g", name = "strict", version = { strictly = "4.0" } }',
      '[plugins]',
      'p = { id = "org.p", version = "5.0" }',
    ].join('\n');
    expect(read({ 'gradle.lockfile': lock, 'gradle/libs.versions.toml': catalog }).rows).toEqual([
      'pkg:maven/g/a@1.1 required direct',
      'pkg:maven/g/dyn required direct',
      'pkg:maven/g/new@3.0 required direct',
      'pkg:maven/g/strict@4.0 required direct',
      'pkg:maven/g/t@2.0 development',
      'pkg:maven/org.p/org.p.gradle.plugin@5.0 development direct',
    ]);
  });
});

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
