import { relative, sep } from 'node:path';

const REPLACEMENT = '\ufffd';

/** Decodes strictly; a file name that is not UTF-8 must not lose its bytes. */
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** True when a name as Node decoded it may have lost bytes. */
export function mayBeLossy(name: string): boolean {
  return name.includes(REPLACEMENT);
}

/**
 * A file name as text. Bytes that are not UTF-8 become `\xNN`, so that the name can be shown, sorted and written to any
 * report; the bytes themselves are kept beside it by whoever opens the file.
 */
export function toPathText(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes);
  } catch {
    return decodeEscaping(bytes);
  }
}

function decodeEscaping(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length;) {
    const length = sequenceLength(bytes, i);
    if (length === 0) {
      text += `\\x${(bytes[i] ?? 0).toString(16).padStart(2, '0')}`;
      i += 1;
    } else {
      text += strict.decode(bytes.subarray(i, i + length));
      i += length;
    }
  }
  return text;
}

/** Length of the well-formed UTF-8 character at `start`, or 0. */
function sequenceLength(bytes: Uint8Array, start: number): number {
  const first = bytes[start] ?? 0;
  const length = first < 0x80 ? 1 : first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 0;
  if (length === 0 || start + length > bytes.length) return 0;
  try {
    strict.decode(bytes.subarray(start, start + length));
    return length;
  } catch {
    return 0;
  }
}

/**
 * The UTF-8 bytes of a text, one per character (Latin-1): the form in which git compares paths with patterns.
 */
export function toByteString(text: string): string {
  for (let i = 0; i < text.length; i += 1) {
    if (text.charCodeAt(i) > 0x7f) return Buffer.from(text, 'utf8').toString('latin1');
  }
  return text;
}

/** Path of `path` below `root` with forward slashes; empty when they are the same. */
export function toRelative(root: string, path: string): string {
  const below = relative(root, path);
  return sep === '/' ? below : below.replaceAll(sep, '/');
}
