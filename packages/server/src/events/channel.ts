import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ScanRecord, Store } from '@securescan/store';
import { toTerminalEvent } from '../scans/wire.ts';
import type { Frame } from './frame.ts';
import { formatFrame, toFrame } from './frame.ts';
import type { Subscriber } from './subscriber.ts';

/** Events read at once. */
const PAGE = 200;
/** Events read at once for a reader that is behind: about what its socket takes before it has to drain. */
const CATCH_UP_PAGE = 25;
/** Frames kept for readers that are close behind; one that is further behind reads the table itself. */
const MAX_RECENT = 500;
/** Subscribers written to before other work has its turn. */
const BATCH = 100;

/** The streams of one scan. The table is read once for all of them, and each event is formatted once. */
export class Channel {
  readonly #scanId: string;
  readonly #store: Store;
  readonly #subscribers = new Set<Subscriber>();
  /** The newest frames, without gaps; the last one is number `#head`. */
  #recent: Frame[] = [];
  #head = 0;
  #isOver = false;
  /** Stands in for the last event of a scan that ended without one. */
  #closing: string | null = null;
  #pumping: Promise<void> | undefined;
  #isDirty = false;

  constructor(scanId: string, store: Store) {
    this.#scanId = scanId;
    this.#store = store;
  }

  get isEmpty(): boolean {
    return this.#subscribers.size === 0;
  }

  /** The scan has ended, and what its streams end with is known. */
  get isOver(): boolean {
    return this.#isOver || this.#closing !== null;
  }

  add(subscriber: Subscriber): void {
    this.#subscribers.add(subscriber);
  }

  remove(subscriber: Subscriber): void {
    this.#subscribers.delete(subscriber);
  }

  /** Reads what is new and gives it to all; calls that come meanwhile cause one more reading. */
  pump(): Promise<void> {
    this.#isDirty = true;
    this.#pumping ??= this.#drain().finally(() => {
      this.#pumping = undefined;
    });
    return this.#pumping;
  }

  /** As `pump`, and ends the streams of a scan that has ended without an event that says so, or is gone. */
  async check(): Promise<void> {
    // The row before the events: an end that is committed between the two is then seen as an event.
    const scan = await this.#store.scans.find(this.#scanId);
    await this.pump();
    if (this.#isOver || scan?.status === 'pending' || scan?.status === 'running') return;
    this.#closing = scan === undefined ? '' : await this.#describeEnd(scan);
    await this.#forEach((subscriber) => this.advance(subscriber));
  }

  /** Gives a subscriber what it has not seen, from memory or from the table. */
  advance(subscriber: Subscriber): void {
    if (!subscriber.isReady || subscriber.isCatchingUp) return;
    // Who has seen the end comes again because it was not told to stay away: it is told again.
    if (this.#isOver) subscriber.position = Math.min(subscriber.position, this.#head - 1);
    if (subscriber.position >= this.#head) {
      if (this.#closing !== null) subscriber.finish(this.#closing);
      return;
    }
    if (subscriber.position >= this.#head - this.#recent.length) {
      subscriber.send(this.#recent);
      if (this.#closing !== null && subscriber.position >= this.#head) subscriber.finish(this.#closing);
      return;
    }
    subscriber.isCatchingUp = true;
    void this.#catchUp(subscriber);
  }

  async #drain(): Promise<void> {
    while (this.#isDirty) {
      this.#isDirty = false;
      const events = await this.#store.events.list(this.#scanId, this.#head, PAGE);
      if (events.length === PAGE) this.#isDirty = true;
      if (events.length > 0) this.#remember(events.map(toFrame));
      await this.#forEach((subscriber) => this.advance(subscriber));
    }
  }

  #remember(frames: readonly Frame[]): void {
    const last = frames.at(-1);
    if (last === undefined) return;
    this.#recent = [...this.#recent, ...frames].slice(-MAX_RECENT);
    this.#head = last.seq;
    this.#isOver = last.isTerminal;
  }

  async #catchUp(subscriber: Subscriber): Promise<void> {
    try {
      while (subscriber.isReady && subscriber.position < this.#head - this.#recent.length) {
        const events = await this.#store.events.list(this.#scanId, subscriber.position, CATCH_UP_PAGE);
        if (events.length === 0) break;
        subscriber.send(events.map(toFrame));
      }
    } catch {
      // The next event or drain tries again.
      return;
    } finally {
      subscriber.isCatchingUp = false;
    }
    this.advance(subscriber);
  }

  async #describeEnd(scan: ScanRecord): Promise<string> {
    const { name, data } = toTerminalEvent(scan, await this.#store.scans.listScanners([scan.id]));
    return formatFrame(null, name, data);
  }

  async #forEach(action: (subscriber: Subscriber) => void): Promise<void> {
    let done = 0;
    for (const subscriber of this.#subscribers) {
      action(subscriber);
      done += 1;
      if (done % BATCH === 0) await nextTurn();
    }
  }
}
