const BINARY_PROBE_BYTES = 8192;

/** Making one takes longer than decoding a small file. */
const utf8 = new TextDecoder('utf-8');

function hasUtf16Mark(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return null;
}

/** True when the content is not text: a NUL byte in the first 8 KiB and no UTF-16 byte order mark. */
export function isBinary(bytes: Uint8Array): boolean {
  return hasUtf16Mark(bytes) === null && bytes.subarray(0, BINARY_PROBE_BYTES).includes(0);
}

/** Text of a file: UTF-16 when its byte order mark says so, else UTF-8 with replacement; the mark is removed. */
export function decodeText(bytes: Uint8Array): string {
  const mark = hasUtf16Mark(bytes);
  return mark === null ? utf8.decode(bytes) : new TextDecoder(mark).decode(bytes);
}
