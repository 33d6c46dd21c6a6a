import type { BomComponent } from '@securescan/model';
import { parsePrefixedHash } from '../reading/hashes.ts';

type Hash = BomComponent['hashes'][number];

/**
 * The digest that stands for a release of many files: that of the source archive, or of the only file. None when there are
 * several wheels and no archive: each would name another file.
 */
export function pickReleaseHash(files: readonly { readonly name: string; readonly hash: string }[]): readonly Hash[] {
  const archives = files.filter(({ name }) => /\.(?:tar\.gz|tar\.bz2|zip)$/.test(name));
  const candidates = archives.length > 0 ? archives : files;
  const [only] = candidates;
  return only && candidates.length === 1 ? parsePrefixedHash(only.hash) : [];
}
