import type { CommitInfo, GitReader, HistoryBlob } from '@securescan/core';
import { SecureScanError } from '@securescan/model';
import { decodeText, isBinary } from '../walk/decode.ts';
import { MAX_FILE_BYTES } from '../walk/limits.ts';
import { toPathText } from '../walk/path-text.ts';
import { readBlobs, readObjectSizes } from './objects.ts';
import { toGitError, tryGit } from './run-git.ts';

type HistoryOptions = Parameters<GitReader['history']>[0];

const LOG_TIMEOUT_MS = 120_000;
/** Starts a commit in the output; cannot start a raw entry. */
const COMMIT_MARK = '\u0001';

interface AddedBlob {
  readonly commit: CommitInfo;
  readonly path: string;
  readonly sha: string;
}

/**
 * Contents that any commit on any ref brought in, newest commit first, each content once. A merge counts with what is in
 * none of its parents. Contents over 5 MB and binary ones are left out.
 * @throws SecureScanError E_CANCELLED, E_GIT
 */
export async function* readHistory(root: string, options: HistoryOptions): AsyncGenerator<HistoryBlob> {
  const { added, truncated } = await listAdded(root, options);
  const { signal } = options;
  const sizes = await readObjectSizes(
    root,
    added.map((blob) => blob.sha),
    { signal },
  );
  let budget = options.maxBytes;
  let cut = truncated;
  const wanted: (AddedBlob & { readonly size: number })[] = [];
  for (const [i, blob] of added.entries()) {
    const object = sizes[i];
    if (object?.type !== 'blob' || object.size > MAX_FILE_BYTES) continue;
    if (object.size > budget) {
      cut = true;
      break;
    }
    budget -= object.size;
    wanted.push({ ...blob, size: object.size });
  }
  if (cut) options.onTruncated?.();
  for await (const { blob, bytes } of readBlobs(root, wanted, { signal })) {
    if (!isBinary(bytes)) yield { commit: blob.commit, path: blob.path, text: decodeText(bytes) };
  }
}

async function listAdded(
  root: string,
  { maxBlobs, signal }: HistoryOptions,
): Promise<{ added: AddedBlob[]; truncated: boolean }> {
  const enough = new AbortController();
  const reader = new LogReader();
  const result = await tryGit(
    root,
    [
      'log',
      '--all',
      '--raw',
      '-c',
      '-z',
      '--root',
      '--no-abbrev',
      '--no-renames',
      '--no-ext-diff',
      '--no-show-signature',
      '--no-color',
      `--format=%x01%H %at %s`,
    ],
    {
      signal: AbortSignal.any([signal, enough.signal]),
      timeoutMs: LOG_TIMEOUT_MS,
      onStdout: (chunk) => {
        reader.add(chunk);
        if (reader.added.length > maxBlobs) enough.abort();
        return Promise.resolve();
      },
    },
  );
  if (signal.aborted) throw new SecureScanError('E_CANCELLED', 'Reading the history was cancelled.');
  const { end } = result;
  if (reader.added.length > maxBlobs) return { added: reader.added.slice(0, maxBlobs), truncated: true };
  if (end.kind === 'timeout') return { added: reader.added, truncated: true };
  // A repository without a commit has no history, which git calls an error.
  if (end.kind !== 'exit' || (end.exitCode !== 0 && reader.added.length > 0)) throw toGitError('log', root, result);
  return { added: reader.added, truncated: false };
}

/** Reads `git log --raw -z` as it comes. */
class LogReader {
  readonly added: AddedBlob[] = [];
  readonly #seen = new Set<string>();
  #rest: Buffer = Buffer.alloc(0);
  #commit: CommitInfo | null = null;
  /** Object that the next path belongs to; empty when that path is of no interest. */
  #sha: string | null = null;

  add(chunk: Buffer): void {
    let bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    for (let end = bytes.indexOf(0); end !== -1; end = bytes.indexOf(0)) {
      this.#take(bytes.subarray(0, end));
      bytes = bytes.subarray(end + 1);
    }
    this.#rest = Buffer.from(bytes);
  }

  #take(part: Buffer): void {
    if (this.#sha !== null) {
      this.#addBlob(this.#sha, part);
      this.#sha = null;
      return;
    }
    const text = part.toString('utf8').replace(/^\n+/, '');
    if (text.startsWith(COMMIT_MARK)) {
      const [, sha = '', seconds = '', subject = ''] = /^\u0001([0-9a-f]+) (-?\d+) ([^\n]*)/.exec(text) ?? [];
      this.#commit = { sha, authoredAt: toIso(Number(seconds)), subject };
      return;
    }
    const entry = /^:+([0-7]{6}(?: [0-7]{6})+) ([0-9a-f]{40,64}(?: [0-9a-f]{40,64})+) [A-Z]+$/.exec(text);
    if (entry === null) return;
    const [, modes = '', shas = ''] = entry;
    const mode = modes.split(' ').at(-1) ?? '';
    const sha = shas.split(' ').at(-1) ?? '';
    this.#sha = mode.startsWith('100') && !/^0+$/.test(sha) ? sha : '';
  }

  #addBlob(sha: string, path: Buffer): void {
    if (sha === '' || this.#commit === null || this.#seen.has(sha)) return;
    this.#seen.add(sha);
    this.added.push({ commit: this.#commit, path: toPathText(path), sha });
  }
}

function toIso(seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? new Date(0).toISOString() : date.toISOString();
}
