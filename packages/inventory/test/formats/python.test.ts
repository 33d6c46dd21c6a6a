import { describe, expect, it } from 'vitest';
import { read } from './read.ts';

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
