import { readFile, stat } from 'node:fs/promises';
import { describeError } from '@securescan/model';

const MAX_BYTES = 64 * 1024;

/** Text of a file that holds a secret, or why it is not taken. */
export type SecretFile =
  | { readonly kind: 'read'; readonly text: string; readonly isGroupReadable: boolean }
  | { readonly kind: 'absent' }
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * Reads a secret from a file. One newline at its end is cut. Refused are files that everybody can read, that hold U+0000, or that
 * are no secret for their size.
 */
export async function readSecretFile(path: string): Promise<SecretFile> {
  try {
    const { mode, size } = await stat(path);
    if (process.platform !== 'win32' && (mode & 0o004) !== 0) {
      return { kind: 'refused', reason: `everybody can read it; run: chmod o-rwx ${path}` };
    }
    if (size > MAX_BYTES) return { kind: 'refused', reason: `it is larger than ${MAX_BYTES} bytes` };
    const text = await readFile(path, 'utf8');
    if (text.includes('\0')) return { kind: 'refused', reason: 'it holds U+0000' };
    return { kind: 'read', text: text.replace(/\r?\n$/, ''), isGroupReadable: (mode & 0o040) !== 0 };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { kind: 'absent' };
    return { kind: 'refused', reason: describeError(error) };
  }
}
