import type { ServerResponse } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describeError } from '@securescan/model';
import type { Principal } from '../auth/principal.ts';
import type { ServerDeps } from '../deps.ts';
import { HttpProblem } from '../problem/http-problem.ts';
import type { Timers } from '../time/timers.ts';
import { Channel } from './channel.ts';
import { formatFrame, readLastEventId } from './frame.ts';
import { Subscriber } from './subscriber.ts';

/** How often silence, other processes' events and stuck readers are looked for. */
const TICK_MS = 1000;
/** Ticks between looks at whether the scan is still there. */
const CHECK_TICKS = 15;
/** Ticks between looks at whether the keys behind the streams are still valid. */
const AUTH_TICKS = 30;
/** Scans looked at before other work has its turn. */
const BATCH = 50;
const RETRY_AFTER_S = '10';

export interface EventStreamParts {
  readonly timers: Timers;
  /** Whether a key may still do what it could when its stream was opened. */
  isStillValid(principal: Principal): Promise<boolean>;
}

/** All open event streams of this process. */
export interface EventStreams {
  /** @throws HttpProblem 503 when there are too many streams, or the server is stopping */
  requireRoom(principal: Principal): void;
  /** Writes the events of a scan to the response until the scan ends, the client goes away or the server stops. */
  open(
    response: ServerResponse,
    options: { readonly scanId: string; readonly principal: Principal; readonly lastEventId: string | null },
  ): void;
  /** How many are open. */
  count(): number;
}

type Deps = Pick<ServerDeps, 'store' | 'clock' | 'log' | 'wakeups' | 'stopping'> & {
  readonly config: { readonly limits: Pick<ServerDeps['config']['limits'], 'maxStreams' | 'maxStreamsPerPrincipal'> };
};

export function createEventStreams(deps: Deps, parts: EventStreamParts): EventStreams {
  const { store, clock, wakeups, stopping } = deps;
  const { timers } = parts;
  const { maxStreams, maxStreamsPerPrincipal } = deps.config.limits;
  const log = deps.log.child({ logger: 'securescan.events' });
  const channels = new Map<string, Channel>();
  const open = new Set<Subscriber>();
  const openBy = new Map<string, number>();
  let isTicking = false;
  let isFailing = false;
  let ticks = 0;

  wakeups.onScanChanged((scanId) => {
    const channel = channels.get(scanId);
    if (channel) void attempt(channel.pump());
  });
  stopping.addEventListener('abort', () => {
    for (const subscriber of open) subscriber.finish(formatFrame(null, 'server.shutdown', { retry_after_ms: 2000 }));
  });

  /** A database that fails now is asked again at the next tick; the streams stay open. */
  async function attempt(work: Promise<void>): Promise<void> {
    try {
      await work;
      isFailing = false;
    } catch (error) {
      if (!isFailing) log.error({ error: describeError(error) }, 'events cannot be read');
      isFailing = true;
    }
  }

  function requireRoom({ id }: Principal): void {
    const headers = { 'Retry-After': RETRY_AFTER_S };
    if (stopping.aborted) throw new HttpProblem(503, 'The server is shutting down', { headers });
    if (open.size >= maxStreams || (openBy.get(id) ?? 0) >= maxStreamsPerPrincipal)
      throw new HttpProblem(503, 'Too many open event streams; close some, or come again later', { headers });
  }

  function leave(scanId: string, channel: Channel, subscriber: Subscriber): void {
    if (!open.delete(subscriber)) return;
    const left = (openBy.get(subscriber.principal.id) ?? 1) - 1;
    if (left > 0) openBy.set(subscriber.principal.id, left);
    else openBy.delete(subscriber.principal.id);
    channel.remove(subscriber);
    if (channel.isEmpty) channels.delete(scanId);
  }

  async function tick(): Promise<void> {
    ticks += 1;
    for (const subscriber of open) subscriber.tick();
    let done = 0;
    for (const channel of channels.values()) {
      if (!channel.isOver) await attempt(ticks % CHECK_TICKS === 0 ? channel.check() : channel.pump());
      done += 1;
      if (done % BATCH === 0) await nextTurn();
    }
    if (ticks % AUTH_TICKS === 0) await attempt(endRevoked());
    isTicking = open.size > 0;
    if (isTicking) timers.after(TICK_MS, () => void tick());
  }

  async function endRevoked(): Promise<void> {
    const byKey = Map.groupBy(open, ({ principal }) => principal.id);
    for (const subscribers of byKey.values()) {
      const [first] = subscribers;
      if (first === undefined || (await parts.isStillValid(first.principal))) continue;
      for (const subscriber of subscribers) subscriber.finish(formatFrame(null, 'auth.revoked', {}));
    }
  }

  return {
    requireRoom,
    count: () => open.size,
    open(response, { scanId, principal, lastEventId }) {
      response.setHeader('cache-control', 'no-cache');
      if (response.req.method === 'HEAD' || stopping.aborted) {
        response.end();
        return;
      }
      const known = channels.get(scanId);
      const joined = known ?? new Channel(scanId, store);
      if (!known) channels.set(scanId, joined);
      const subscriber = new Subscriber(response, {
        principal,
        position: readLastEventId(lastEventId),
        clock,
        onDrain: () => joined.advance(subscriber),
      });
      open.add(subscriber);
      openBy.set(principal.id, (openBy.get(principal.id) ?? 0) + 1);
      joined.add(subscriber);
      response.once('close', () => leave(scanId, joined, subscriber));
      if (response.destroyed) leave(scanId, joined, subscriber);
      if (known) joined.advance(subscriber);
      else void attempt(joined.check());
      if (isTicking) return;
      isTicking = true;
      timers.after(TICK_MS, () => void tick());
    },
  };
}
