import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isManifest } from '../src/manifest-name.ts';
import { findReader, manifestReaders } from '../src/registry.ts';

/** Names that the readers know. */
const NAMES = `
  package-lock.json npm-shrinkwrap.json yarn.lock pnpm-lock.yaml package.json
  requirements.txt REQUIREMENTS-dev.TXT Pipfile.lock Pipfile poetry.lock uv.lock pdm.lock pyproject.toml
  go.mod go.sum Cargo.lock Cargo.toml Gemfile.lock gems.locked composer.lock composer.json
  pom.xml a-1.0.pom lockfile.json gradle.lockfile libs.versions.toml packages.lock.json
`
  .trim()
  .split(/\s+/);

it('finds every reader by the names it knows, at the top and below, and not in directories of others', () => {
  const ids = NAMES.map((name) => findReader(name)?.id);
  expect(ids).not.toContain(undefined);
  expect(new Set(ids)).toEqual(new Set(manifestReaders.map(({ id }) => id)));
  expect(NAMES.map((name) => findReader(`a/b/${name}`)?.id)).toEqual(ids);
  expect(NAMES.map((name) => findReader(`a/node_modules/b/${name}`))).toEqual(NAMES.map(() => undefined));
});

it('knows a manifest by its name exactly when a reader does', () => {
  const piece = fc.constantFrom(
    ...NAMES,
    ...NAMES.flatMap((name) => name.split(/(?=[.-])|(?<=[.-])/)),
    'x',
    'DEV',
    '.',
    '_',
  );
  const name = fc.array(piece, { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join(''));
  fc.assert(
    fc.property(name, (text) => {
      const isKnown = manifestReaders.some((reader) => reader.matches(text));
      expect([isManifest(text), isManifest(`a/b/${text}`)]).toEqual([isKnown, isKnown]);
    }),
    { numRuns: 20_000 },
  );
});
