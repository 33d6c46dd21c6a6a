import type { Api } from '../api.ts';
import { Problem, toProblem } from '../problem.ts';
import { createStreamParser, type StreamEvent } from './sse.ts';

/** How the page learns what happens: as it happens, by asking now and then, or not at all while nobody looks. */
export type LiveState = 'connecting' | 'streaming' | 'polling' | 'paused' | 'ended';

export interface FollowOptions {
  readonly api: Api;
  readonly scanId: string;
  /** Ends it all. */
  readonly signal: AbortSignal;
  readonly onEvent: (event: StreamEvent) => void;
  readonly onState: (state: LiveState) => void;
  /** Asks for the scan as it is; called while no stream can be had. @returns whether it has ended */
  readonly poll: () => Promise<boolean>;
}

const TERMINAL: ReadonlySet<string> = new Set(['scan.complete', 'scan.failed', 'scan.cancelled']);
const POLL_MS = 2000;
/** Polls between two attempts to get a stream again. */
const POLLS_PER_ATTEMPT = 10;
/** A hidden tab keeps its stream for so long. */
const HIDDEN_MS = 5 * 60_000;
/** A stream says something at least every 15 seconds; one that is silent for longer is dead. */
const SILENCE_MS = 45_000;

/**
 * Follows a scan to its end. Streams are opened with a token of five minutes; at half its life a new stream is opened before the old
 * one is closed. What was missed meanwhile is told again, by number. One failure is mended by a new token, more by polling.
 */
export async function followScan(options: FollowOptions): Promise<void> {
  const { signal, onState, onEvent } = options;
  let lastId = 0;
  let failures = 0;
  /** @returns whether the scan has ended */
  const take = (event: StreamEvent): boolean => {
    const id = event.id === null ? null : Number(event.id);
    // The overlap of two streams tells some events twice.
    if (id !== null && id <= lastId && !TERMINAL.has(event.name)) return false;
    if (id !== null) lastId = Math.max(lastId, id);
    failures = 0;
    onEvent(event);
    return TERMINAL.has(event.name);
  };
  while (!signal.aborted) {
    onState('connecting');
    const outcome = await stream(options, () => lastId, take);
    if (outcome === 'ended') {
      onState('ended');
      return;
    }
    if (signal.aborted) return;
    if (outcome === 'hidden') {
      onState('paused');
      await untilVisible(signal);
      continue;
    }
    failures += 1;
    if (failures < 2) continue;
    onState('polling');
    for (let polls = 0; polls < POLLS_PER_ATTEMPT && !signal.aborted; polls += 1) {
      await wait(POLL_MS, signal);
      if (document.visibilityState === 'hidden') await untilVisible(signal);
      if (!signal.aborted && (await hasEnded(options))) {
        onState('ended');
        return;
      }
    }
  }
}

type Outcome = 'ended' | 'broken' | 'hidden';

/** Streams one after the other, each opened before the one before it is closed. */
async function stream(
  options: FollowOptions,
  lastId: () => number,
  take: (event: StreamEvent) => boolean,
): Promise<Outcome> {
  const closers = new Set<AbortController>();
  const onAbort = (): void => {
    for (const closer of closers) closer.abort();
  };
  options.signal.addEventListener('abort', onAbort);
  const visibility = watchHidden(onAbort);
  try {
    let running = await open(options, lastId(), take, closers);
    options.onState('streaming');
    for (;;) {
      const { done, halfLifeMs, signal } = running;
      // The wait also ends with its stream; how that ended is then what counts.
      const rotate = wait(halfLifeMs, signal).then(() => (signal.aborted ? done : ('rotate' as const)));
      const next = await Promise.race([done, rotate]);
      if (next !== 'rotate') return visibility.isHidden() ? 'hidden' : next;
      const older = running;
      running = await open(options, lastId(), take, closers);
      older.close();
    }
  } catch (error) {
    const problem = toProblem(error);
    // Nobody may look any more: the next question says so, and leads to the sign-in.
    if (problem instanceof Problem && (problem.kind === 'signed-out' || problem.kind === 'forbidden'))
      await hasEnded(options);
    return visibility.isHidden() ? 'hidden' : 'broken';
  } finally {
    visibility.stop();
    options.signal.removeEventListener('abort', onAbort);
    onAbort();
  }
}

interface OpenStream {
  readonly done: Promise<'ended' | 'broken'>;
  readonly halfLifeMs: number;
  readonly signal: AbortSignal;
  readonly close: () => void;
}

async function open(
  { api, scanId }: FollowOptions,
  lastId: number,
  take: (event: StreamEvent) => boolean,
  closers: Set<AbortController>,
): Promise<OpenStream> {
  const closer = new AbortController();
  closers.add(closer);
  const { token, expires_in: lifeSeconds } = await api.call(
    'createEventToken',
    { params: { scan_id: scanId } },
    closer,
  );
  const address = `/api/v1/scans/${encodeURIComponent(scanId)}/events?event_token=${encodeURIComponent(token)}`;
  const response = await fetch(address, {
    headers: { accept: 'text/event-stream', ...(lastId > 0 ? { 'last-event-id': String(lastId) } : {}) },
    signal: closer.signal,
    cache: 'no-store',
  });
  if (!response.ok || response.body === null) {
    throw new Problem('server', 'The event stream cannot be opened.', { status: response.status });
  }
  return {
    done: read(response.body, closer, take).finally(() => closers.delete(closer)),
    halfLifeMs: (lifeSeconds * 1000) / 2,
    signal: closer.signal,
    close: () => closer.abort(),
  };
}

async function read(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  closer: AbortController,
  take: (event: StreamEvent) => boolean,
): Promise<'ended' | 'broken'> {
  let isOver = false;
  const parse = createStreamParser((event) => {
    if (take(event)) isOver = true;
  });
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  try {
    for (;;) {
      const watchdog = setTimeout(() => closer.abort(), SILENCE_MS);
      const { done, value } = await reader.read().finally(() => clearTimeout(watchdog));
      if (done) break;
      parse(value);
      if (isOver) break;
    }
  } catch {
    // Cut off, by us or on the way; the caller knows which.
    return 'broken';
  } finally {
    closer.abort();
  }
  return isOver ? 'ended' : 'broken';
}

async function hasEnded({ poll }: FollowOptions): Promise<boolean> {
  try {
    return await poll();
  } catch {
    // The connection indicator tells that the server is away; this goes on until it is back.
    return false;
  }
}

function watchHidden(onHidden: () => void): { readonly isHidden: () => boolean; readonly stop: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wasCut = false;
  const check = (): void => {
    clearTimeout(timer);
    if (document.visibilityState !== 'hidden') return;
    timer = setTimeout(() => {
      wasCut = true;
      onHidden();
    }, HIDDEN_MS);
  };
  document.addEventListener('visibilitychange', check);
  check();
  return {
    isHidden: () => wasCut,
    stop() {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', check);
    },
  };
}

async function untilVisible(signal: AbortSignal): Promise<void> {
  if (document.visibilityState === 'visible' || signal.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const check = (): void => {
    if (document.visibilityState === 'visible' || signal.aborted) resolve();
  };
  document.addEventListener('visibilitychange', check);
  signal.addEventListener('abort', check);
  await promise;
  document.removeEventListener('visibilitychange', check);
  signal.removeEventListener('abort', check);
}

/** Resolves early when the signal aborts. */
async function wait(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  const onAbort = (): void => resolve();
  signal.addEventListener('abort', onAbort, { once: true });
  await promise;
  clearTimeout(timer);
  signal.removeEventListener('abort', onAbort);
}
