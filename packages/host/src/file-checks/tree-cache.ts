import { hash } from 'node:crypto';
import type { RawFinding } from '@securescan/model';
import { z } from 'zod';
import { yieldToEventLoop } from '../walk/bounded.ts';
import type { FileStamp } from '../walk/read-file.ts';

/** What is known of one file from an earlier run. */
export interface CachedFile {
  readonly path: string;
  readonly stamp: FileStamp;
  /** SHA-256 of the content. */
  readonly hash: Uint8Array;
  readonly binary: boolean;
  /** Findings by check id (with version); a check that ran and found nothing has an empty list. */
  readonly results: ReadonlyMap<string, readonly RawFinding[]>;
}

export interface CachedTree {
  /** Real time at which the walk began; a file changed at or after it may have changed again unseen. */
  readonly startedAtMs: number;
  /** In the order of the walk. */
  readonly files: readonly CachedFile[];
}

const FORMAT = 3;
const HASH_BYTES = 32;
const STAMP_NUMBERS = 4;
const BINARY_BIT = 2 ** 31;
/** One bit of a word per check, the last is for `binary`. */
const MAX_CHECKS = 31;
/** Files handled before other work gets its turn. */
const YIELD_EVERY = 1000;
const LINES_PER_TURN = 100;
const NO_FINDINGS: readonly RawFinding[] = [];

const Header = z.object({
  format: z.literal(FORMAT),
  startedAtMs: z.number(),
  count: z.int().min(0),
  checks: z.array(z.string()).max(MAX_CHECKS),
  pathBytes: z.int().min(0),
  checksum: z.string(),
});

/**
 * Writes a tree as bytes: a header in JSON, then columns (stamps, hashes, a word of check bits), the paths, and a line of
 * JSON for each list of findings. Columns, because a tree of 20,000 files has to be read back in a few milliseconds.
 */
export async function encodeTree(tree: CachedTree): Promise<Buffer> {
  const { files } = tree;
  const checks = [...new Set(files.flatMap((file) => [...file.results.keys()]))].slice(0, MAX_CHECKS);
  const stamps = new Float64Array(files.length * STAMP_NUMBERS);
  const hashes = Buffer.alloc(files.length * HASH_BYTES);
  const bits = new Uint32Array(files.length);
  const findings: string[] = [];
  for (const [i, file] of files.entries()) {
    if (i % YIELD_EVERY === YIELD_EVERY - 1) await yieldToEventLoop();
    const { size, mtimeMs, ctimeMs, ino } = file.stamp;
    stamps.set([size, mtimeMs, ctimeMs, ino], i * STAMP_NUMBERS);
    hashes.set(file.hash, i * HASH_BYTES);
    let word = file.binary ? BINARY_BIT : 0;
    for (const [c, check] of checks.entries()) {
      const found = file.results.get(check);
      if (found === undefined) continue;
      word += 2 ** c;
      if (found.length > 0) findings.push(JSON.stringify([i, c, found]));
    }
    bits[i] = word;
  }
  const paths = Buffer.from(files.map((file) => file.path).join('\0'), 'utf8');
  const body = Buffer.concat([
    Buffer.from(stamps.buffer),
    hashes,
    Buffer.from(bits.buffer),
    paths,
    Buffer.from(findings.join('\n'), 'utf8'),
  ]);
  const header: z.infer<typeof Header> = {
    format: FORMAT,
    startedAtMs: tree.startedAtMs,
    count: files.length,
    checks,
    pathBytes: paths.length,
    checksum: hash('sha256', body),
  };
  return Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`, 'utf8'), body]);
}

/**
 * Reads a tree back; null when the bytes are not whole or of another format.
 * @param isCurrent - says of a check (id with version) whether its results are still of use
 */
export async function decodeTree(bytes: Buffer, isCurrent: (check: string) => boolean): Promise<CachedTree | null> {
  try {
    const headerEnd = bytes.indexOf(0x0a);
    const header = Header.parse(JSON.parse(bytes.toString('utf8', 0, headerEnd)));
    const body = bytes.subarray(headerEnd + 1);
    if (hash('sha256', body) !== header.checksum) return null;
    return await readBody(header, body, isCurrent);
  } catch {
    return null;
  }
}

async function readBody(
  header: z.infer<typeof Header>,
  body: Buffer,
  isCurrent: (check: string) => boolean,
): Promise<CachedTree> {
  const { count } = header;
  const checks = header.checks.map((check) => (isCurrent(check) ? check : null));
  let at = 0;
  const take = (length: number): Buffer => body.subarray(at, (at += length));
  // Copied: typed arrays want aligned bytes.
  const stamps = new Float64Array(new Uint8Array(take(count * STAMP_NUMBERS * 8)).buffer);
  const hashes = take(count * HASH_BYTES);
  const bits = new Uint32Array(new Uint8Array(take(count * 4)).buffer);
  const paths = count === 0 ? [] : take(header.pathBytes).toString('utf8').split('\0');
  const findings = new Map<number, Map<number, readonly RawFinding[]>>();
  const lines = at === body.length ? [] : body.toString('utf8', at).split('\n');
  for (const [i, line] of lines.entries()) {
    if (i % LINES_PER_TURN === LINES_PER_TURN - 1) await yieldToEventLoop();
    const [file, check, found] = JSON.parse(line) as [number, number, RawFinding[]];
    const ofFile = findings.get(file) ?? new Map<number, readonly RawFinding[]>();
    findings.set(file, ofFile.set(check, found));
  }
  const emptyResults = new Map<number, ReadonlyMap<string, readonly RawFinding[]>>();
  const files: CachedFile[] = [];
  for (const [i, path] of paths.entries()) {
    if (i % YIELD_EVERY === YIELD_EVERY - 1) await yieldToEventLoop();
    const word = bits[i] ?? 0;
    const at = i * STAMP_NUMBERS;
    files.push(
      new ReadFile(hashes, i, {
        path,
        stamp: {
          size: stamps[at] ?? 0,
          mtimeMs: stamps[at + 1] ?? 0,
          ctimeMs: stamps[at + 2] ?? 0,
          ino: stamps[at + 3] ?? 0,
        },
        binary: word >= BINARY_BIT,
        results: toResults(word, checks, findings.get(i), emptyResults),
      }),
    );
  }
  return { startedAtMs: header.startedAtMs, files };
}

/** A file as it was read back. The hash is cut out when it is asked for: of an unchanged file nobody asks. */
class ReadFile implements CachedFile {
  readonly path: string;
  readonly stamp: FileStamp;
  readonly binary: boolean;
  readonly results: ReadonlyMap<string, readonly RawFinding[]>;
  readonly #hashes: Buffer;
  readonly #index: number;

  constructor(hashes: Buffer, index: number, { path, stamp, binary, results }: Omit<CachedFile, 'hash'>) {
    this.path = path;
    this.stamp = stamp;
    this.binary = binary;
    this.results = results;
    this.#hashes = hashes;
    this.#index = index;
  }

  get hash(): Uint8Array {
    return this.#hashes.subarray(this.#index * HASH_BYTES, (this.#index + 1) * HASH_BYTES);
  }
}

/** Most files have no findings; those with the same checks share one map. */
function toResults(
  word: number,
  checks: readonly (string | null)[],
  found: ReadonlyMap<number, readonly RawFinding[]> | undefined,
  shared: Map<number, ReadonlyMap<string, readonly RawFinding[]>>,
): ReadonlyMap<string, readonly RawFinding[]> {
  const known = found === undefined ? shared.get(word) : undefined;
  if (known) return known;
  const results = new Map<string, readonly RawFinding[]>();
  for (const [c, check] of checks.entries()) {
    if (check !== null && Math.floor(word / 2 ** c) % 2 === 1) results.set(check, found?.get(c) ?? NO_FINDINGS);
  }
  if (found === undefined) shared.set(word, results);
  return results;
}
