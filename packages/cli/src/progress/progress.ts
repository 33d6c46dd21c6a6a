import type { Clock } from '@securescan/core';
import type { ScanEvent } from '@securescan/model';
import { isCi } from '../io/environment.ts';
import { tell } from '../io/io.ts';
import type { Io } from '../io/io.ts';
import { openLiveRows } from './live-rows.ts';
import { describeEvent, formatSeconds } from './wording.ts';

/** Shows how a run goes: a live row per running scanner on a terminal, plain lines elsewhere, nothing when quiet. */
export interface Progress {
  /** Handler for the events of a scan; `side` marks its lines when two scans run side by side. */
  watch(side?: string): (event: ScanEvent) => void;
  /** Writes a lasting line. */
  note(line: string): void;
  /** Waits for all that was written, and gives the terminal back. */
  close(): Promise<void>;
}

/** What is shown of a quiet run: failures only. */
const LOUD = new Set<ScanEvent['type']>(['scanner.failed']);

export function openProgress(io: Io, options: { readonly quiet: boolean; readonly clock: Clock }): Progress {
  if (options.quiet) return openPlain(io, (event) => LOUD.has(event.type), false);
  const isLive = io.stderr.isTty && !isCi(io.env) && io.env.get('TERM') !== 'dumb';
  return isLive ? openLive(io, options.clock) : openPlain(io, () => true, true);
}

function openPlain(io: Io, wants: (event: ScanEvent) => boolean, notes: boolean): Progress {
  const written: Promise<void>[] = [];
  return {
    watch: (side) => (event) => {
      const line = wants(event) ? describeEvent(event) : null;
      if (line !== null) written.push(tell(io, prefix(side) + line));
    },
    note(line) {
      if (notes) written.push(tell(io, line));
    },
    async close() {
      await Promise.all(written);
    },
  };
}

function openLive(io: Io, clock: Clock): Progress {
  const rows = openLiveRows(io.stderr);
  return {
    watch: (side) => (event) => {
      if (event.type === 'scanner.start') {
        const start = clock.monotonicMs();
        const seconds = () => formatSeconds(Math.floor((clock.monotonicMs() - start) / 100) * 100);
        rows.set(`${side}/${event.scanner}`, () => `${prefix(side)}${event.scanner}: running ${seconds()}`);
        return;
      }
      if ('scanner' in event) rows.remove(`${side}/${event.scanner}`);
      const line = describeEvent(event);
      if (line !== null) rows.print(prefix(side) + line);
    },
    note: (line) => rows.print(line),
    close: () => rows.close(),
  };
}

function prefix(side: string | undefined): string {
  return side === undefined ? '  ' : `  ${side}: `;
}
