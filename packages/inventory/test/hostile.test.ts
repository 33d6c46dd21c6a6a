import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { collectBom, manifestReaders, readManifest } from '../src/index.ts';
import { readFixture } from './fixtures.ts';

const NAMES: Readonly<Record<string, string>> = {
  'requirements.txt': 'requirements.txt',
  'gradle.lockfile': 'gradle.lockfile',
};

/** A file name that the reader takes. */
function nameFor(id: string): string {
  return NAMES[id] ?? id;
}

const samples = ['npm1', 'npm3', 'yarn1', 'berry', 'pnpm5', 'pnpm9', 'uv', 'pipenv', 'piptools', 'cargo', 'go'].flatMap(
  (name) => readFixture(name).map(({ text }) => text.slice(0, 6000)),
);

/** Text that looks like a lockfile: a real one with a piece cut out or put in. */
const damaged = fc
  .tuple(fc.constantFrom(...samples), fc.nat(6000), fc.nat(200), fc.string({ unit: 'binary', maxLength: 12 }))
  .map(([text, at, length, insert]) => text.slice(0, at) + insert + text.slice(at + length));

describe.each(manifestReaders.map((reader) => [reader.id, reader] as const))('%s', (id, reader) => {
  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json(), damaged), (text) => {
        // The reader itself, without the registry's safety net.
        expect(() => reader.read(nameFor(id), text)).not.toThrow();
      }),
      { numRuns: 150 },
    );
  });

  it.each([
    ['empty', ''],
    ['NUL bytes', '\0\0\0'],
    ['a byte order mark', '\uFEFF{}'],
    ['deep brackets', '['.repeat(100_000)],
    ['deep braces', '{"a":'.repeat(50_000)],
    ['deep elements', '<a>'.repeat(50_000)],
    ['deep tables', '[a.'.repeat(20_000)],
    ['deep indentation', Array.from({ length: 2000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')],
    [
      'an alias bomb',
      `a0: &a0 [x]\n${Array.from({ length: 60 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i},*a${i}]`).join('\n')}`,
    ],
    [
      'prototype keys',
      '{"packages":{"__proto__":{"version":"1"},"node_modules/constructor":{"version":"1"}},"dependencies":{"__proto__":"1"}}',
    ],
    [
      'an entity bomb',
      '<!DOCTYPE l [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;&a;">]><project><dependencies><dependency><groupId>&b;</groupId><artifactId>b</artifactId></dependency></dependencies></project>',
    ],
  ])('survives %s', (_name, text) => {
    expect(() => readManifest(reader, nameFor(id), text)).not.toThrow();
  });
});

describe('hostile input', () => {
  it('a broken file is a problem beside the rest', () => {
    const bom = collectBom(
      [
        { path: 'package-lock.json', text: '{nope' },
        { path: 'package.json', text: '{"dependencies":{"a":"1.0.0"}}' },
        { path: 'requirements.txt', text: 'ok==1\n' },
      ],
      { name: 'x' },
    );
    expect(bom.components.map(({ purl }) => purl)).toEqual(['pkg:npm/a@1.0.0', 'pkg:pypi/ok@1']);
    expect(bom.sources.filter(({ problem }) => problem !== null)).toEqual([
      { path: 'package-lock.json', problem: expect.stringMatching(/^is not valid JSON/) },
    ]);
  });

  it('properties that name themselves are left unknown', () => {
    const text = `<project><properties><a>\${b}</a><b>\${a}\${a}</b></properties><dependencies><dependency>
      <groupId>g</groupId><artifactId>x</artifactId><version>\${a}</version></dependency></dependencies></project>`;
    const bom = collectBom([{ path: 'pom.xml', text }], { name: 'x' });
    expect(bom.components.map(({ purl, version }) => [purl, version])).toEqual([['pkg:maven/g/x', null]]);
  });

  it.each([
    ['package-lock.json', makePackageLock(40_000), 40_000],
    ['pnpm-lock.yaml', makePnpmLock(40_000), 40_000],
    ['yarn.lock', makeYarnLock(40_000), 40_000],
    ['poetry.lock', makePoetryLock(40_000), 40_000],
    ['requirements.txt', Array.from({ length: 300_000 }, (_, i) => `package-${i}==1.0.${i}`).join('\n'), 300_000],
  ])('%s of ten megabytes is read within seconds', (path, text, count) => {
    const start = performance.now();
    const bom = collectBom([{ path, text }], { name: 'x' });
    expect(bom.components).toHaveLength(count);
    // An algorithm that is quadratic in the number of packages needs minutes here.
    expect(performance.now() - start).toBeLessThan(20_000);
  });
});

function repeat(count: number, line: (i: number) => string): string {
  return Array.from({ length: count }, (_, i) => line(i)).join('\n');
}

const INTEGRITY = `sha512-${'a'.repeat(86)}==`;

function makePackageLock(count: number): string {
  const packages = repeat(
    count,
    (i) =>
      `"node_modules/p${i}":{"version":"1.0.${i}","integrity":"${INTEGRITY}","license":"MIT","dependencies":{"p${i + 1}":"*"}},`,
  );
  return `{"lockfileVersion":3,"packages":{${packages}"":{"name":"x","dependencies":{"p0":"*"}}}}`;
}

function makePnpmLock(count: number): string {
  const packages = repeat(count, (i) => `  p${i}@1.0.${i}:\n    resolution: {integrity: ${INTEGRITY}}\n`);
  const snapshots = repeat(count, (i) => `  p${i}@1.0.${i}:\n    dependencies:\n      p${i + 1}: 1.0.${i + 1}\n`);
  return `lockfileVersion: '9.0'\n\npackages:\n\n${packages}\nsnapshots:\n\n${snapshots}`;
}

function makeYarnLock(count: number): string {
  const packages = repeat(
    count,
    (i) => `p${i}@^1.0.0:\n  version "1.0.${i}"\n  integrity ${INTEGRITY}\n  dependencies:\n    p${i + 1} "^1.0.0"\n`,
  );
  return `# yarn lockfile v1\n\n\n${packages}`;
}

function makePoetryLock(count: number): string {
  return repeat(
    count,
    (i) =>
      `[[package]]\nname = "p${i}"\nversion = "1.0.${i}"\ngroups = ["main"]\nfiles = [{file = "a.tar.gz", hash = "sha256:${'a'.repeat(64)}"}]\n\n[package.dependencies]\np${i + 1} = "*"\n`,
  );
}
