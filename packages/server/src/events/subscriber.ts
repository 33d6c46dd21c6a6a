import type { ServerResponse } from 'node:http';
import type { Clock } from '@securescan/core';
import type { Principal } from '../auth/principal.ts';
import type { Frame } from './frame.ts';
import { KEEP_ALIVE, OPENING } from './frame.ts';

/** Frames are written in pieces of about that many characters, so that a slow reader is noticed early. */
const PIECE = 16 * 1024;
const KEEP_ALIVE_MS = 15_000;
/** A reader that takes nothing for so long is cut off; it may come again and go on where it was. */
const STUCK_MS = 60_000;

/** One open stream. */
export class Subscriber {
  readonly principal: Principal;
  readonly #response: ServerResponse;
  readonly #clock: Clock;
  /** Number of the last event that was written. */
  position: number;
  /** Somebody reads the table for it. */
  isCatchingUp = false;
  #isBlocked = false;
  #hasEnded = false;
  #lastWriteMs: number;

  /** @param onDrain - called when a reader that was too slow has taken what was written */
  constructor(
    response: ServerResponse,
    options: { readonly principal: Principal; readonly position: number; readonly clock: Clock; onDrain: () => void },
  ) {
    this.principal = options.principal;
    this.position = options.position;
    this.#response = response;
    this.#clock = options.clock;
    this.#lastWriteMs = options.clock.monotonicMs();
    response.on('drain', () => {
      this.#isBlocked = false;
      options.onDrain();
    });
    // A client that goes away in the middle of a write is no error of ours.
    response.on('error', () => undefined);
    this.#write(OPENING);
  }

  /** Whether more may be written now. */
  get isReady(): boolean {
    return !this.#isBlocked && !this.#hasEnded;
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** Writes frames behind its position until the reader is too slow; a terminal one ends the stream. */
  send(frames: readonly Frame[]): void {
    let piece = '';
    for (const { seq, text, isTerminal } of frames) {
      if (seq <= this.position) continue;
      piece += text;
      this.position = seq;
      if (isTerminal) {
        this.finish(piece);
        return;
      }
      if (piece.length < PIECE) continue;
      this.#write(piece);
      piece = '';
      if (!this.isReady) return;
    }
    if (piece !== '') this.#write(piece);
  }

  /** Writes a last text, whatever the reader's speed, and ends the stream. */
  finish(text: string): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#response.end(text);
  }

  /** Keeps a silent stream alive; cuts a stuck one off. */
  tick(): void {
    const silentMs = this.#clock.monotonicMs() - this.#lastWriteMs;
    if (this.#isBlocked && silentMs >= STUCK_MS) {
      this.#hasEnded = true;
      this.#response.destroy();
    } else if (this.isReady && silentMs >= KEEP_ALIVE_MS) this.#write(KEEP_ALIVE);
  }

  #write(text: string): void {
    if (this.#hasEnded) return;
    this.#lastWriteMs = this.#clock.monotonicMs();
    // False once more is buffered than the socket's mark; then its `drain` is waited for.
    this.#isBlocked = !this.#response.write(text);
  }
}
