/**
 * Bundles the command and its worker threads into `packages/cli/dist`. Code and chunks lie flat beside each other, so that
 * `new URL('./worker.mjs', import.meta.url)` holds in all of them. Files that sources name in the same way (rule packs, lock
 * files) are copied to `dist/assets`.
 */
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { build, type Plugin } from 'rolldown';

const root = join(import.meta.dirname, '..');
const packages = join(root, 'packages');
const dist = join(packages, 'cli', 'dist');
const fresh = `${dist}.new`;

/** `new URL('<relative>', import.meta.url)` with a literal. */
const ASSET = /new URL\(\s*(['"])(\.{1,2}\/[^'"]*)\1\s*,\s*import\.meta\.url\s*,?\s*\)/g;

/** Copies what such an expression names, and points the expression to the copy. Code is left alone: it is bundled. */
const copyAssets: Plugin = {
  name: 'copy-assets',
  transform(code, id) {
    if (!id.startsWith(packages) || id.includes('node_modules') || !code.includes('import.meta.url')) return null;
    return code.replaceAll(ASSET, (expression, _quote: string, path: string) => {
      const source = resolve(dirname(id), path);
      if (/\.m?[jt]s$/.test(source)) return expression;
      if (!existsSync(source)) throw new Error(`${relative(root, id)} names ${path}, which does not exist`);
      const target = join('assets', relative(packages, source));
      mkdirSync(dirname(join(fresh, target)), { recursive: true });
      cpSync(source, join(fresh, target), { recursive: true });
      const slash = path.endsWith('/') ? '/' : '';
      return `new URL('./${target.replaceAll('\\', '/')}${slash}', import.meta.url)`;
    });
  },
};

rmSync(fresh, { recursive: true, force: true });
await build({
  input: {
    main: join(packages, 'cli', 'src', 'main.ts'),
    'file-check-worker': join(packages, 'cli', 'src', 'workers', 'file-check-worker.ts'),
  },
  platform: 'node',
  plugins: [copyAssets],
  // Native code and its loader cannot be part of a bundle; the XML parts are optional and not used.
  external: [/^@ast-grep\//, 'pg-native', 'libxmljs2', 'xmlbuilder2'],
  output: {
    dir: fresh,
    format: 'esm',
    entryFileNames: '[name].mjs',
    chunkFileNames: '[name]-[hash].mjs',
  },
  logLevel: 'warn',
});
// The old build stays whole until the new one is.
rmSync(dist, { recursive: true, force: true });
renameSync(fresh, dist);

const size = readFileSync(join(dist, 'main.mjs')).length;
process.stdout.write(`built packages/cli/dist (main.mjs ${Math.ceil(size / 1024)} KiB)\n`);
