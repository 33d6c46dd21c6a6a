import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, it } from 'vitest';

const source = join(import.meta.dirname, '..', 'src');

/** What each layer may import besides itself. Features know nothing of each other. */
const LAYERS: Readonly<Record<string, readonly string[]>> = {
  ui: [],
  data: [],
  product: ['ui', 'data', 'routing'],
  routing: ['ui', 'data'],
  features: ['ui', 'data', 'product', 'routing'],
  app: ['ui', 'data', 'product', 'routing', 'features'],
};

const IMPORT = /(?:from|import)\s*\(?\s*'(\.[^']+)'/g;

function listImports(): readonly { readonly file: string; readonly to: string }[] {
  return readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.test.ts') && file.includes('/'))
    .flatMap((file) =>
      [...readFileSync(join(source, file), 'utf8').matchAll(IMPORT)].map(([, path]) => ({
        file,
        to: normalize(join(dirname(file), path ?? '')),
      })),
    );
}

it('layers import downwards only, and features not from each other', () => {
  const imports = listImports();
  expect(imports.length).toBeGreaterThan(100);
  const wrong = imports.filter(({ file, to }) => {
    const [layer = '', feature] = file.split('/');
    const [other = '', otherFeature] = to.split('/');
    if (layer === other) return layer === 'features' && feature !== otherFeature;
    return !(LAYERS[layer] ?? []).includes(other);
  });
  expect(wrong).toEqual([]);
});

it('every feature is registered', () => {
  const registry = readFileSync(join(source, 'app', 'features.ts'), 'utf8');
  const missing = readdirSync(join(source, 'features')).filter(
    (name) => !registry.includes(`'../features/${name}/routes.ts'`),
  );
  expect(missing).toEqual([]);
});
