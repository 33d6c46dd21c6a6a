/** Builds the dashboard into a directory: pages with hashed names, and each text beside its compressed forms. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { build } from 'vite';

const TEXT = /\.(?:html|js|css|svg)$/;
/** Smaller than this, an answer fits into one packet anyway. */
const MIN_BYTES = 1024;

const toBrotli = promisify(brotliCompress);
const toGzip = promisify(gzip);

/** @param directory - absolute; is emptied first */
export async function buildDashboard(directory: string): Promise<void> {
  const web = join(import.meta.dirname, '..', 'packages', 'web');
  await build({
    root: web,
    configFile: join(web, 'vite.config.ts'),
    logLevel: 'warn',
    build: { outDir: directory, emptyOutDir: true },
  });
  const names = await readdir(directory, { recursive: true });
  await Promise.all(names.filter((name) => TEXT.test(name)).map((name) => compress(join(directory, name))));
}

/** Once, as small as can be, so that the server only has to send. */
async function compress(path: string): Promise<void> {
  const text = await readFile(path);
  if (text.length < MIN_BYTES) return;
  const params = { [constants.BROTLI_PARAM_SIZE_HINT]: text.length };
  await writeFile(`${path}.br`, await toBrotli(text, { params }));
  await writeFile(`${path}.gz`, await toGzip(text, { level: 9 }));
}
