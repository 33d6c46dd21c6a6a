/**
 * Bundles the command and its worker threads into `packages/cli/dist`. Code and chunks lie flat beside each other, so that
 * `new URL('./worker.mjs', import.meta.url)` holds in all of them. Files that sources name in the same way (rule packs, lock
 * files) are copied to `dist/assets`.
 */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { build, type Plugin } from 'rolldown';
import { buildDashboard } from './build-dashboard.ts';
import { CODE_FOLDERS, CODE_PACKAGES } from '../packages/host/src/machine/code-version.ts';

const root = join(import.meta.dirname, '..');
const packages = join(root, 'packages');
/** Another directory can be named, for a build that nobody else replaces meanwhile. */
const dist = resolve(process.argv[2] ?? join(packages, 'cli', 'dist'));
// Of this process alone: two builds at once do not write into each other.
const fresh = `${dist}.new-${process.pid}`;
const old = `${dist}.old-${process.pid}`;

/** `new URL('<relative>', import.meta.url)` with a literal. */
const ASSET = /new URL\(\s*(['"])(\.{1,2}\/[^'"]*)\1\s*,\s*import\.meta\.url\s*,?\s*\)/g;

/** Copies what such an expression names, and points the expression to the copy. Code is left alone: it is bundled. */
const copyAssets: Plugin = {
  name: 'copy-assets',
  transform(code, id) {
    if (!id.startsWith(packages) || id.includes('node_modules') || !code.includes('import.meta.url')) return null;
    return code.replaceAll(ASSET, (expression, _quote: string, path: string) => {
      const source = resolve(dirname(id), path);
      // Scripts of pages are served as they are, from a folder that says so.
      if (/\.m?[jt]s$/.test(source) && basename(dirname(source)) !== 'assets') return expression;
      if (!existsSync(source)) throw new Error(`${relative(root, id)} names ${path}, which does not exist`);
      const target = join('assets', relative(packages, source));
      mkdirSync(dirname(join(fresh, target)), { recursive: true });
      cpSync(source, join(fresh, target), { recursive: true });
      const slash = path.endsWith('/') ? '/' : '';
      return `new URL('./${target.replaceAll('\\', '/')}${slash}', import.meta.url)`;
    });
  },
};

/** Digest of all that decides what a scanner finds; kept results are those of one digest (host's code-version.ts). */
function digestCode(): string {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')));
  for (const path of globSync(`packages/{${CODE_PACKAGES.join(',')}}/{${CODE_FOLDERS.join(',')}}/**/*`, {
    cwd: root,
  }).toSorted()) {
    if (statSync(join(root, path)).isFile()) hash.update(`\n${path}\n`).update(readFileSync(join(root, path)));
  }
  return hash.digest('hex').slice(0, 32);
}

const codeVersion = digestCode();

/** Each entry is a bundle of its own: a worker thread or a scan's process must not load the command, and shares no code with it in memory anyway. */
async function bundle(name: string, source: string): Promise<void> {
  await build({
    input: { [name]: source },
    platform: 'node',
    plugins: [copyAssets],
    transform: { define: { SECURESCAN_CODE_VERSION: JSON.stringify(codeVersion) } },
    // Nothing is imported for what loading it does, so what is not used is left out whole.
    treeshake: { moduleSideEffects: (id) => id === source },
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
}

rmSync(fresh, { recursive: true, force: true });
await bundle('main', join(packages, 'cli', 'src', 'main.ts'));
await bundle('file-check-worker', join(packages, 'cli', 'src', 'workers', 'file-check-worker.ts'));
await bundle('checkpoint-worker', join(packages, 'store', 'src', 'sqlite', 'checkpoint-worker.ts'));
await bundle('offload-worker', join(packages, 'server', 'src', 'offload', 'offload-worker.ts'));
await bundle('sandbox-worker', join(packages, 'server', 'src', 'waf-sandbox', 'sandbox-worker.ts'));
await bundle('scan-process', join(packages, 'server', 'src', 'scans', 'scan-process.ts'));
await buildDashboard(join(fresh, 'web'));
// The old build stays whole until the new one is.
if (existsSync(dist)) renameSync(dist, old);
renameSync(fresh, dist);
rmSync(old, { recursive: true, force: true });

const size = readFileSync(join(dist, 'main.mjs')).length;
process.stdout.write(`built ${relative(root, dist)} (main.mjs ${Math.ceil(size / 1024)} KiB)\n`);
