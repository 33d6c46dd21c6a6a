import type { Clock } from '@securescan/core';
import type { ScanEvent } from '@securescan/model';
import { isCi } from '../io/environment.ts';
import { tell } from '../io/io.ts';
import type { Io } from '../io/io.ts';
import { openLiveRows } from './live-rows.ts';
import { describeEvent, formatRunningSeconds } from './wording.ts';

/** Shows how a run goes: a live row per running scanner on a terminal, plain lines elsewhere, nothing when quiet. */
export interface Progress {
  /** Handler for the events of a scan; `side` marks its lines when two scans run side by side. */
  watch(side?: string): (event: ScanEvent) => void;
  /** Waits for all that was written, and gives the terminal back. */
  close(): Promise<void>;
}

/** What is shown of a quiet run: failures only. */
const LOUD = new Set<ScanEvent['type']>(['scanner.failed']);

export interface ProgressOptions {
  readonly quiet: boolean;
  readonly clock: Clock;
  /** False: a report on the same screen says why scanners did not look. Default true. */
  readonly reasons?: boolean;
}

export function openProgress(io: Io, { quiet, clock, reasons = true }: ProgressOptions): Progress {
  const describe: Describe = (event) => (quiet && !LOUD.has(event.type) ? null : describeEvent(event, reasons));
  const isLive = !quiet && io.stderr.isTty && !isCi(io.env) && io.env.get('TERM') !== 'dumb';
  return isLive ? openLive(io, clock, describe) : openPlain(io, describe);
}

type Describe = (event: ScanEvent) => string | null;

function openPlain(io: Io, describe: Describe): Progress {
  const written: Promise<void>[] = [];
  return {
    watch: (side) => (event) => {
      const line = describe(event);
      if (line !== null) written.push(tell(io, prefix(side) + line));
    },
    async close() {
      await Promise.all(written);
    },
  };
}

function openLive(io: Io, clock: Clock, describe: Describe): Progress {
  const rows = openLiveRows(io.stderr);
  return {
    watch: (side) => (event) => {
      if (event.type === 'scanner.start') {
        const start = clock.monotonicMs();
        const seconds = () => formatRunningSeconds(clock.monotonicMs() - start);
        rows.set(`${side}/${event.scanner}`, () => `${prefix(side)}${event.scanner}: running ${seconds()}`);
        return;
      }
      if ('scanner' in event) rows.remove(`${side}/${event.scanner}`);
      const line = describe(event);
      if (line !== null) rows.print(prefix(side) + line);
    },
    close: () => rows.close(),
  };
}

function prefix(side: string | undefined): string {
  return side === undefined ? '  ' : `  ${side}: `;
}
