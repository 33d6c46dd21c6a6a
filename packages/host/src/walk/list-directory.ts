import { readdirSync, type Dirent, type Stats } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import type { Pace } from './pace.ts';
import { mayBeLossy, toByteString, toPathText } from './path-text.ts';

/** A name in a directory. */
export interface Name {
  readonly text: string;
  /** The name's bytes, one per character, for patterns. */
  readonly byteText: string;
  /** The name's bytes when `text` is not the name. */
  readonly raw: Buffer | null;
  readonly entry: Dirent | Dirent<Buffer>;
}

/**
 * The names in a directory, in no order.
 * @throws the file system's error
 */
export async function listDirectory(location: string | Buffer, pace: Pace): Promise<Name[]> {
  const entries = pace.isSlow()
    ? await readdir(location, { withFileTypes: true })
    : pace.direct(() => readdirSync(location, { withFileTypes: true }));
  if (!entries.some((entry) => mayBeLossy(entry.name))) {
    return entries.map((entry) => ({ text: entry.name, byteText: toByteString(entry.name), raw: null, entry }));
  }
  const exact = await readdir(location, { withFileTypes: true, encoding: 'buffer' });
  return exact.map((entry) => {
    const text = toPathText(entry.name);
    const byteText = entry.name.toString('latin1');
    return { text, byteText, raw: toByteString(text) === byteText ? null : entry.name, entry };
  });
}

/** Where a name of a directory stands; bytes when text would not lead there. */
export function locateName(directory: string | Buffer, name: Name): string | Buffer {
  if (name.raw === null && typeof directory === 'string') {
    return directory.endsWith('/') ? directory + name.text : `${directory}/${name.text}`;
  }
  return Buffer.concat([Buffer.from(directory), Buffer.from('/'), name.raw ?? Buffer.from(name.text)]);
}

export type Kind = 'file' | 'directory' | 'link' | 'special' | 'gone';

/** What a name stands for, as the listing tells; null where the file system does not tell it in listings. */
export function toKind(entry: Name['entry'] | Stats): Kind | null {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'directory';
  if (entry.isSymbolicLink()) return 'link';
  return entry.isFIFO() || entry.isSocket() || entry.isCharacterDevice() || entry.isBlockDevice() ? 'special' : null;
}

/** The same, by asking for the name itself. */
export async function lookUpKind(location: string | Buffer): Promise<Kind> {
  try {
    return toKind(await lstat(location)) ?? 'special';
  } catch {
    return 'gone';
  }
}
