import { runGit, type GitOptions } from './run-git.ts';

/** A blob to be read, with the size that git told. */
export interface BlobRef {
  readonly sha: string;
  readonly size: number;
}

const MAX_CHUNK_BLOBS = 500;
const MAX_CHUNK_BYTES = 16 * 1024 * 1024;

/** Types and sizes of objects, in the order asked; null for one that is missing. */
export async function readObjectSizes(
  root: string,
  shas: readonly string[],
  options: GitOptions = {},
): Promise<({ readonly type: string; readonly size: number } | null)[]> {
  if (shas.length === 0) return [];
  const output = await runGit(root, ['cat-file', '--batch-check=%(objecttype) %(objectsize)'], {
    ...options,
    stdin: `${shas.join('\n')}\n`,
  });
  const lines = output.toString('utf8').split('\n');
  return shas.map((_, i) => {
    const [type = '', size = ''] = (lines[i] ?? '').split(' ');
    return /^\d+$/.test(size) ? { type, size: Number(size) } : null;
  });
}

/**
 * Reads blobs, raw as they are stored: no filter, no line-end conversion, nothing of the repository runs. A part of them is
 * in memory at a time.
 */
export async function* readBlobs<T extends BlobRef>(
  root: string,
  blobs: readonly T[],
  options: GitOptions = {},
): AsyncGenerator<{ readonly blob: T; readonly bytes: Buffer }> {
  for (const chunk of toChunks(blobs)) {
    const output = await runGit(root, ['cat-file', '--batch'], {
      ...options,
      stdin: `${chunk.map((blob) => blob.sha).join('\n')}\n`,
      maxOutputBytes: Number.MAX_SAFE_INTEGER,
    });
    let at = 0;
    for (const blob of chunk) {
      const headerEnd = output.indexOf(0x0a, at);
      const header = output.toString('latin1', at, headerEnd);
      at = headerEnd + 1;
      const size = /^[0-9a-f]+ [a-z]+ (\d+)$/.exec(header)?.[1];
      // `<sha> missing`: a broken or partial repository.
      if (size === undefined) continue;
      const bytes = output.subarray(at, at + Number(size));
      at += Number(size) + 1;
      yield { blob, bytes };
    }
  }
}

function toChunks<T extends BlobRef>(blobs: readonly T[]): T[][] {
  const chunks: T[][] = [];
  let chunk: T[] = [];
  let bytes = 0;
  for (const blob of blobs) {
    if (chunk.length >= MAX_CHUNK_BLOBS || (chunk.length > 0 && bytes + blob.size > MAX_CHUNK_BYTES)) {
      chunks.push(chunk);
      chunk = [];
      bytes = 0;
    }
    chunk.push(blob);
    bytes += blob.size;
  }
  if (chunk.length > 0) chunks.push(chunk);
  return chunks;
}
