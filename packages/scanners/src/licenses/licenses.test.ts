import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_SCANNER_OPTIONS, silentLogger, type ScannerContext, type ToolRun } from '@securescan/core';
import { SecureScanError } from '@securescan/model';
import { describe, expect, it } from 'vitest';
import { licenses } from './index.ts';
import { parsePipLicenses } from './pip-licenses.ts';

interface World {
  readonly files: Readonly<Record<string, string>>;
  readonly options?: Partial<ScannerContext['options']>;
  readonly toolReady?: boolean;
  readonly runTool?: (args: readonly string[]) => Promise<ToolRun>;
}

const ROOT = '/repo';
const HIDDEN = /(?:^|\/)(?:node_modules|\.venv|venv)\//;

/** A target in memory: the walk leaves foreign directories out, single files in them can be read. */
function contextOf({ files, options = {}, toolReady = false, runTool }: World): ScannerContext {
  const unused = () => Promise.reject(new Error('the scanner must not come here'));
  const paths = Object.keys(files);
  const listNames = (directory: string): readonly string[] => {
    const below = paths.filter((path) => path.startsWith(`${directory}/`));
    return [...new Set(below.map((path) => path.slice(directory.length + 1).split('/')[0] ?? ''))].toSorted();
  };
  return {
    target: { kind: 'directory', path: ROOT, root: ROOT, display: '.' },
    scanTypes: ['dependency'],
    options: { ...DEFAULT_SCANNER_OPTIONS, ...options },
    signal: new AbortController().signal,
    log: silentLogger,
    clock: { now: () => new Date(0), monotonicMs: () => 0 },
    tree: {
      root: ROOT,
      files: async () =>
        paths.filter((path) => !HIDDEN.test(path)).map((path) => ({ path: path as never, size: 1, mtimeMs: 0 })),
      readText: async (path: string) => files[path] ?? null,
      problems: async () => [],
      leavesOut: () => false,
      ignoredFiles: async () => [],
      vendoredDirectories: async () => [],
      readBytes: unused,
      check: unused,
      remember: (work) =>
        work.run({
          files: paths
            .filter((path) => !HIDDEN.test(path) && work.reads(path as never))
            .map((path) => ({ path: path as never, size: 1, mtimeMs: 0 })),
          readText: async (path: string) => files[path] ?? null,
          listDirectory: async (path) => listNames(path),
        }),
    },
    git: null as never,
    http: { request: unused },
    host: {
      platform: 'linux',
      environment: {},
      homeDirectory: '/home/x',
      readText: unused,
      stat: unused,
      run: unused,
      listDirectory: async (absolute) => listNames(absolute.slice(ROOT.length + 1)),
    },
    toolStatus: toolReady
      ? { state: 'ready', path: '/bin/pip-licenses', version: '5.5.5', source: 'path' }
      : { state: 'missing' },
    runTool: runTool ?? unused,
    makeTempDir: unused,
  };
}

async function scan(world: World) {
  const { findings, notes = [] } = await licenses.run(contextOf(world));
  return {
    rows: findings.map(({ ruleId, title, path, lineStart }) => `${ruleId} ${title} at ${path}:${lineStart}`),
    notes,
    findings,
  };
}

const LOCK = `{
  "lockfileVersion": 3,
  "packages": {
    "": { "name": "x", "dependencies": { "a": "1.0.0" } },
    "node_modules/a": { "version": "1.0.0", "license": "GPL-3.0", "dependencies": { "b": "*" } },
    "node_modules/b": { "version": "2.0.0" },
    "node_modules/c": { "version": "3.0.0", "license": "MIT" }
  }
}`;

function venv(name: string, version: string, head: string): Record<string, string> {
  return {
    '.venv/pyvenv.cfg': 'version = 3.11.7\n',
    [`.venv/lib/python3.11/site-packages/${name}-${version}.dist-info/METADATA`]: `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n${head}\n\nDescription`,
  };
}

describe('licenses', () => {
  it('reads the lockfile, then what is installed', async () => {
    const installed = { 'node_modules/b/package.json': '{"name":"b","version":"2.0.0","license":"AGPL-3.0-only"}' };
    const { rows, notes, findings } = await scan({ files: { 'package-lock.json': LOCK, ...installed } });
    expect(rows).toEqual([
      'licenses/copyleft-npm Copyleft license: a@1.0.0 (GPL-3.0) at package-lock.json:5',
      'licenses/copyleft-npm Copyleft license: b@2.0.0 (AGPL-3.0-only) at package-lock.json:6',
    ]);
    expect(notes).toEqual([]);
    expect(findings[1]).toMatchObject({ identity: 'pkg:npm/b@2.0.0', metadata: { required_by: ['a'] } });
  });

  it('says what it could not look at', async () => {
    const { rows, notes } = await scan({
      files: {
        'package-lock.json': LOCK,
        'requirements.txt': 'x==1\n',
        'Cargo.lock': '[[package]]\nname = "s"\nversion = "1.0.0"\n',
      },
    });
    expect(rows).toHaveLength(1);
    expect(notes).toEqual([
      'Licences not seen, since the lockfile has none (cargo, 1 in all): s@1.0.0.',
      'Licences not seen, since the lockfile has none and nothing is installed in node_modules (npm, 1 in all): b@2.0.0.',
      'Licences not seen, since nothing is installed in a virtual environment of the target (.venv, venv, env) (pypi, 1 in all): x@1.',
    ]);
  });

  it('takes no word from another version or another package', async () => {
    const other = { 'node_modules/b/package.json': '{"name":"b","version":"9.9.9","license":"AGPL-3.0-only"}' };
    expect((await scan({ files: { 'package-lock.json': LOCK, ...other } })).rows).toHaveLength(1);
    const broken = { 'node_modules/b/package.json': '{nope' };
    expect((await scan({ files: { 'package-lock.json': LOCK, ...broken } })).rows).toHaveLength(1);
  });

  it('an installed package without a licence is unknown', async () => {
    const silent = { 'node_modules/b/package.json': '{"name":"b","version":"2.0.0"}' };
    const { rows } = await scan({ files: { 'package-lock.json': LOCK, ...silent } });
    expect(rows[1]).toBe('licenses/unknown Unknown license: b@2.0.0 at package-lock.json:6');
  });

  it('pnpm keeps packages in its own folder', async () => {
    const { rows } = await scan({
      files: {
        'app/pnpm-lock.yaml':
          "lockfileVersion: '9.0'\npackages:\n  '@s/p@1.0.0':\n    resolution: {}\nsnapshots:\n  '@s/p@1.0.0': {}\n",
        'app/node_modules/.pnpm/@s+p@1.0.0/node_modules/@s/p/package.json':
          '{"name":"@s/p","version":"1.0.0","license":"GPL-2.0"}',
      },
    });
    expect(rows).toEqual(['licenses/copyleft-npm Copyleft license: @s/p@1.0.0 (GPL-2.0) at app/pnpm-lock.yaml:3']);
  });

  it('with Yarn a second version lies inside the package that asks for it', async () => {
    const { rows, notes } = await scan({
      files: {
        'yarn.lock':
          'a@^1:\n  version "1.0.0"\n  dependencies:\n    b "^2"\n\nb@^1:\n  version "1.0.0"\n\nb@^2:\n  version "2.0.0"\n',
        'node_modules/a/package.json': '{"name":"a","version":"1.0.0","license":"MIT"}',
        'node_modules/b/package.json': '{"name":"b","version":"1.0.0","license":"MIT"}',
        'node_modules/a/node_modules/b/package.json': '{"name":"b","version":"2.0.0","license":"GPL-2.0"}',
      },
    });
    expect(rows).toEqual(['licenses/copyleft-npm Copyleft license: b@2.0.0 (GPL-2.0) at yarn.lock:9']);
    expect(notes).toEqual([]);
  });

  it('reads virtual environments without running anything', async () => {
    const { rows, notes } = await scan({
      files: {
        'requirements.txt': 'PyYAML==6.0.1\nchardet>=5\n',
        ...venv('PyYAML', '6.0.1', 'License: MIT'),
        ...venv(
          'chardet',
          '5.2.0',
          'Classifier: License :: OSI Approved :: GNU Lesser General Public License v2 or later (LGPLv2+)',
        ),
        ...venv('six', '1.17.0', 'License: GPL-3.0'),
        ...venv('pip', '23.2.1', 'License: GPL-3.0'),
      },
      toolReady: true,
    });
    expect(rows).toEqual([
      'licenses/copyleft Copyleft license: chardet (LGPL-2.0-or-later) at requirements.txt:2',
      'licenses/copyleft Copyleft license: six@1.17.0 (GPL-3.0) at .venv/lib/python3.11/site-packages/six-1.17.0.dist-info/METADATA:null',
    ]);
    expect(notes).toEqual([]);
  });

  it('composer always tells, so silence is the package’s own', async () => {
    const lock = JSON.stringify(
      JSON.parse(
        '{"packages":[{"name":"v/a","version":"1.0"},{"name":"v/b","version":"1.0","license":["GPL-3.0-only"]}]}',
      ),
      null,
      4,
    );
    expect((await scan({ files: { 'composer.lock': lock } })).rows).toEqual([
      'licenses/unknown Unknown license: v/a@1.0 at composer.lock:4',
      'licenses/copyleft Copyleft license: v/b@1.0 (GPL-3.0-only) at composer.lock:8',
    ]);
  });

  it('lists of the project decide', async () => {
    const { rows } = await scan({
      files: { 'package-lock.json': LOCK },
      options: { licences: { allow: ['GPL-3.0'], deny: ['MIT'] } },
    });
    expect(rows).toEqual(['licenses/denied Denied license: c@3.0.0 (MIT) at package-lock.json:7']);
  });

  it('a broken lockfile is a note, and the rest is judged', async () => {
    const { rows, notes } = await scan({ files: { 'package-lock.json': LOCK, 'sub/composer.lock': '{' } });
    expect(rows).toHaveLength(1);
    expect(notes[0]).toMatch(/^sub\/composer\.lock is not valid JSON/);
  });

  it.each([
    ['node_modules/../../etc', '../../etc'],
    ['/etc/node_modules/x', 'x'],
    ['C:/node_modules/x', 'x'],
    [String.raw`node_modules/..\..\x`, String.raw`..\..\x`],
  ])('a path out of a lockfile that leads elsewhere is not followed: %s', async (key, name) => {
    const lock = JSON.stringify({ packages: { [key]: { version: '1.0.0' } } });
    const planted = JSON.stringify({ name, version: '1.0.0', license: 'GPL-3.0' });
    const { rows, notes } = await scan({ files: { 'package-lock.json': lock, [`${key}/package.json`]: planted } });
    expect(rows).toEqual([]);
    expect(notes).toHaveLength(1);
  });

  it('has nothing to do without a manifest', async () => {
    expect(await licenses.findSkipReason(contextOf({ files: { 'README.md': '' } }))).toMatchObject({
      code: 'nothing-to-scan',
    });
    expect(await licenses.findSkipReason(contextOf({ files: { 'a/go.mod': '' } }))).toBeNull();
  });
});

function readRecorded(name: string): string {
  return readFileSync(join(import.meta.dirname, '__fixtures__', '5.5.5', `${name}.json`), 'utf8');
}

describe('pip-licenses', () => {
  it.each([
    ['none', []],
    ['one', ['chardet 5.2.0 GNU Lesser General Public License v2 or later (LGPLv2+)']],
    [
      'many',
      [
        'chardet 5.2.0 GNU Lesser General Public License v2 or later (LGPLv2+)',
        'iniconfig 2.0.0 MIT',
        'python-dateutil 2.9.0.post0 Apache Software License; BSD License',
        'six 1.17.0 MIT License',
      ],
    ],
  ])('a recorded report with %s', (name, expected) => {
    const { packages, unfit } = parsePipLicenses(JSON.parse(readRecorded(name)), '.venv');
    expect(unfit).toBe(0);
    expect(
      packages.map((one) => `${one.name} ${one.version} ${one.evidence.kind === 'declared' ? one.evidence.text : '-'}`),
    ).toEqual(expected);
  });

  it('counts what does not fit; UNKNOWN is silence', () => {
    const report = [{ Name: 'a', Version: '1', License: 'UNKNOWN', Extra: 1 }, { Name: 'b' }, null, 'x'];
    const { packages, unfit } = parsePipLicenses(report, '.venv');
    expect(unfit).toBe(3);
    expect(packages.map(({ evidence }) => evidence.kind)).toEqual(['silent']);
    expect(() => parsePipLicenses({}, '.venv')).toThrow(SecureScanError);
  });

  const files = { 'requirements.txt': 'chardet>=5\n', '.venv/pyvenv.cfg': 'x' };

  it('runs only when it is allowed from outside the target, on the environment’s own interpreter', async () => {
    const calls: (readonly string[])[] = [];
    const runTool = async (args: readonly string[]): Promise<ToolRun> => {
      calls.push(args);
      return { exitCode: 0, stdout: readRecorded('many'), stderr: '', durationMs: 1 };
    };
    expect((await scan({ files, toolReady: true, runTool })).rows).toEqual([]);
    expect(calls).toEqual([]);
    const { rows } = await scan({ files, toolReady: true, runTool, options: { runTargetPython: true } });
    expect(calls).toEqual([['--python=/repo/.venv/bin/python', '--from=mixed', '--format=json', '--with-system']]);
    expect(rows).toEqual(['licenses/copyleft Copyleft license: chardet (LGPL-2.0-or-later) at requirements.txt:1']);
  });

  it('that fails is a note', async () => {
    const runTool = () => Promise.reject(new SecureScanError('E_TOOL_TIMEOUT', 'took too long'));
    const { notes } = await scan({ files, toolReady: true, runTool, options: { runTargetPython: true } });
    expect(notes).toContain('pip-licenses could not list .venv: took too long');
  });
});
