import { basename, dirname, join } from 'node:path';
import { readFileBounded } from '../walk/read-file.ts';

/**
 * A tree made from git's objects stands in a temporary directory: `<temporary>/tree`, and beside it this file with a name
 * that stays the same from run to run, under which results are kept.
 */
export const ORIGIN_FILE = 'origin';
export const TREE_DIRECTORY = 'tree';
const MAX_ORIGIN_BYTES = 8192;

/** The lasting name of a tree made from git's objects; null for any other directory. */
export async function readOrigin(root: string): Promise<string | null> {
  if (basename(root) !== TREE_DIRECTORY || !basename(dirname(root)).startsWith('securescan-')) return null;
  const read = await readFileBounded(join(dirname(root), ORIGIN_FILE), MAX_ORIGIN_BYTES);
  return read.kind === 'read' ? read.bytes.toString('utf8') : null;
}
