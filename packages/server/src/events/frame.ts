import type { JsonObject } from '@securescan/model';
import type { StoredScanEvent } from '@securescan/store';
import { TERMINAL_EVENTS } from '../scans/wire.ts';

/** One event as it goes to every subscriber. */
export interface Frame {
  readonly seq: number;
  readonly text: string;
  readonly isTerminal: boolean;
}

/** First bytes of a stream: something at once, so that proxies open up, and how long to wait before coming again. */
export const OPENING = ': keepalive\n\nretry: 2000\n\n';
export const KEEP_ALIVE = ': keepalive\n\n';

/**
 * Text of an event.
 * @param id - what a client says in `Last-Event-ID`; null for frames that are not stored
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export function formatFrame(id: number | null, name: string, data: JsonObject): string {
  return `${id === null ? '' : `id: ${id}\n`}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}

export function toFrame({ seq, name, data }: StoredScanEvent): Frame {
  return { seq, text: formatFrame(seq, name, data), isTerminal: TERMINAL_EVENTS.has(name) };
}

/** The number in a `Last-Event-ID` header; 0, before all events, when it is none of ours. */
export function readLastEventId(header: string | null): number {
  return header !== null && /^\d{1,15}$/.test(header) ? Number(header) : 0;
}
