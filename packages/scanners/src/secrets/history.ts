import { setImmediate } from 'node:timers/promises';
import type { GitReader } from '@securescan/core';
import type { RawFinding } from '@securescan/model';
import { findInFile } from './find-in-file.ts';
import type { HistorySecret } from './finding.ts';
import { secretIdentity, toHistoryFinding } from './finding.ts';
import { createLineIndex } from './line-index.ts';
import { isSkipped } from './path-kind.ts';

const MAX_BLOBS = 100_000;
const MAX_BYTES = 256 * 1024 * 1024;
/** Text matched between two turns of the event loop; takes about a millisecond. */
const SLICE = 256 * 1024;

/** Pieces of a text that end at line ends where they can, so that matching never holds the event loop. */
function* slices(text: string): Generator<{ readonly from: number; readonly part: string }> {
  for (let from = 0; from < text.length;) {
    const lineEnd = text.indexOf('\n', from + SLICE);
    const to = lineEnd === -1 || lineEnd - from > 4 * SLICE ? Math.min(text.length, from + 4 * SLICE) : lineEnd + 1;
    yield { from, part: text.slice(from, to) };
    from = to;
  }
}

/** What a look through history brought. */
export interface HistoryResult {
  readonly findings: readonly RawFinding[];
  readonly notes: readonly string[];
}

/** What of history is looked at. */
export interface HistoryScope {
  /** Whether a path belongs to the target and is not excluded. */
  readonly isInside: (path: string) => boolean;
  /** Identities that the tree still holds; they are reported there. */
  readonly known: ReadonlySet<string>;
}

/**
 * Looks at every blob ever added, newest first, and reports each secret once, with the oldest commit that brought it.
 */
export async function scanHistory(
  git: GitReader,
  { isInside, known }: HistoryScope,
  signal: AbortSignal,
): Promise<HistoryResult> {
  const secrets = new Map<string, HistorySecret>();
  let blobs = 0;
  let characters = 0;
  let sinceTurn = 0;
  for await (const blob of git.history({ maxBlobs: MAX_BLOBS, maxBytes: MAX_BYTES, signal })) {
    blobs += 1;
    characters += blob.text.length;
    if (!isInside(blob.path) || isSkipped(blob.path)) continue;
    const lineOf = createLineIndex(blob.text);
    for (const { from, part } of slices(blob.text)) {
      for (const match of findInFile(blob.path, part)) {
        const identity = secretIdentity(match.value);
        if (known.has(identity)) continue;
        secrets.set(`${match.rule.id} ${identity}`, {
          rule: match.rule,
          value: match.value,
          path: blob.path,
          lineStart: lineOf(from + match.start).line,
          commit: blob.commit,
        });
      }
      sinceTurn += part.length;
      if (sinceTurn >= SLICE) {
        sinceTurn = 0;
        await setImmediate();
        signal.throwIfAborted();
      }
    }
  }
  const bounded = blobs >= MAX_BLOBS || characters >= MAX_BYTES;
  return {
    findings: [...secrets.values()].map(toHistoryFinding),
    notes: bounded ? [`Git history was searched up to ${blobs} blobs; older ones were left out.`] : [],
  };
}
