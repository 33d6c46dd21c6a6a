import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import type { Pace } from './pace.ts';

/** What says, without reading, that a file is as it was. */
export interface FileStamp {
  readonly size: number;
  readonly mtimeMs: number;
  readonly ctimeMs: number;
  readonly ino: number;
}

/** What came of opening a file that somebody else controls. */
export type FileRead =
  /** The stamp is from before the reading: a later change shows in a later stamp. */
  | { readonly kind: 'read'; readonly bytes: Buffer; readonly stamp: FileStamp }
  | { readonly kind: 'too-large'; readonly size: number }
  | { readonly kind: 'not-a-file' }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unreadable'; readonly message: string };

/** O_NOFOLLOW: a link put in the file's place is refused. O_NONBLOCK: a FIFO put in its place does not hang. */
const SAFE_READ = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** Reads a regular file of at most `maxBytes`. Never follows a link at the last name and never throws. */
export async function readFileBounded(path: string | Buffer, maxBytes: number): Promise<FileRead> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(path, SAFE_READ);
    const stat = await handle.stat();
    if (!stat.isFile()) return { kind: 'not-a-file' };
    if (stat.size > maxBytes) return { kind: 'too-large', size: stat.size };
    return await readUpTo(handle, toStamp(stat), maxBytes);
  } catch (error) {
    return toFailure(error);
  } finally {
    await handle?.close();
  }
}

/** The size may be 0 for files of `/proc` and may grow while we read, so the end of the file decides. */
async function readUpTo(handle: FileHandle, stamp: FileStamp, maxBytes: number): Promise<FileRead> {
  let buffer = Buffer.allocUnsafeSlow(stamp.size + 1);
  let length = 0;
  for (;;) {
    const { bytesRead } = await handle.read(buffer, length, buffer.length - length, length);
    if (bytesRead === 0) return { kind: 'read', bytes: buffer.subarray(0, length), stamp };
    length += bytesRead;
    if (length > maxBytes) return { kind: 'too-large', size: length };
    if (length === buffer.length) {
      const larger = Buffer.allocUnsafeSlow(Math.min(buffer.length * 2 + 4096, maxBytes + 1));
      buffer.copy(larger, 0, 0, length);
      buffer = larger;
    }
  }
}

/**
 * The same without giving way to other work, for worker threads: there it is ten times faster on small files.
 */
export function readFileBoundedSync(path: string | Buffer, maxBytes: number): FileRead {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, SAFE_READ);
    const stat = fstatSync(descriptor);
    if (!stat.isFile()) return { kind: 'not-a-file' };
    if (stat.size > maxBytes) return { kind: 'too-large', size: stat.size };
    const buffer = Buffer.allocUnsafeSlow(stat.size);
    let length = 0;
    // A file that grows while it is read is taken as it was; its next stamp differs.
    while (length < stat.size) {
      const bytesRead = readSync(descriptor, buffer, length, stat.size - length, length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    return { kind: 'read', bytes: buffer.subarray(0, length), stamp: toStamp(stat) };
  } catch (error) {
    return toFailure(error);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** Files up to this size are read without giving way where the disk is fast. */
const DIRECT_BYTES = 256 * 1024;

/** As `readFileBounded`, as fast as the disk allows: most files of a tree are small, and there are thousands. */
export async function readAtPace(path: string | Buffer, maxBytes: number, pace: Pace): Promise<FileRead> {
  const pause = pace.rest();
  if (pause !== null) await pause;
  if (pace.isSlow()) return readFileBounded(path, maxBytes);
  const read = pace.direct(() => readFileBoundedSync(path, Math.min(maxBytes, DIRECT_BYTES)));
  // A size of 0 may be that of a file of `/proc`, of which only its end says how long it is.
  const isDone = read.kind === 'read' ? read.bytes.length > 0 : read.kind !== 'too-large' || maxBytes <= DIRECT_BYTES;
  return isDone ? read : readFileBounded(path, maxBytes);
}

/** What of a file's state tells one content from the next. */
export function toStamp({ size, mtimeMs, ctimeMs, ino }: Stats): FileStamp {
  return { size, mtimeMs, ctimeMs, ino };
}

/** Turns an error of the file system into an outcome. */
function toFailure(error: unknown): FileRead {
  const code = errnoCode(error);
  if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'absent' };
  if (code === 'ELOOP' || code === 'EISDIR' || code === 'ENXIO') return { kind: 'not-a-file' };
  return { kind: 'unreadable', message: code ?? String(error) };
}

/** The `code` of a system error, or null. */
export function errnoCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}
