import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

export type Encoding = 'br' | 'gzip' | 'identity';

/** One file of the built dashboard, in the forms that the build made. */
export interface DashboardFile {
  readonly mediaType: string;
  readonly encodings: readonly Encoding[];
  /** Read when first asked for, then kept. */
  read(encoding: Encoding): Promise<Buffer>;
}

/** The built dashboard: its page, and the files that the page loads by name below `/assets/`. */
export interface DashboardFiles {
  readonly page: DashboardFile;
  readonly assets: ReadonlyMap<string, DashboardFile>;
}

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  woff2: 'font/woff2',
};

/**
 * Lists what a build has left in a directory.
 * @param directory - null when there is no build
 * @returns null when there is no built dashboard
 */
export async function readDashboardFiles(directory: string | null): Promise<DashboardFiles | null> {
  if (directory === null) return null;
  const names = await list(directory);
  if (!names.includes('index.html')) return null;
  const folder = join(directory, 'assets');
  const assetNames = await list(folder);
  const assets = assetNames.flatMap((name) => {
    const mediaType = MEDIA_TYPES[name.slice(name.lastIndexOf('.') + 1)];
    return mediaType === undefined ? [] : [[name, toFile(folder, name, assetNames, mediaType)] as const];
  });
  return { page: toFile(directory, 'index.html', names, MEDIA_TYPES['html'] ?? ''), assets: new Map(assets) };
}

async function list(directory: string): Promise<readonly string[]> {
  try {
    return await readdir(directory);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

function toFile(directory: string, name: string, names: readonly string[], mediaType: string): DashboardFile {
  const suffixes = { br: '.br', gzip: '.gz', identity: '' } as const;
  const kept = new Map<Encoding, Promise<Buffer>>();
  return {
    mediaType,
    encodings: (['br', 'gzip', 'identity'] as const).filter((encoding) =>
      names.includes(`${name}${suffixes[encoding]}`),
    ),
    read(encoding) {
      const known = kept.get(encoding) ?? readFile(join(directory, `${name}${suffixes[encoding]}`));
      kept.set(encoding, known);
      return known;
    },
  };
}
