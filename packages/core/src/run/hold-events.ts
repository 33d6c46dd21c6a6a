import type { ScanEvent } from '@securescan/model';

/** Events that come too early, kept in order until it is their turn. */
export interface HeldEvents {
  readonly emit: (event: ScanEvent) => void;
  /** Passes on what was held; from then on events pass at once. */
  readonly release: () => void;
}

/** Holds events back until `release`, so that others are told before them. */
export function holdEvents(pass: (event: ScanEvent) => void): HeldEvents {
  const held: ScanEvent[] = [];
  let isReleased = false;
  return {
    emit: (event) => {
      if (isReleased) pass(event);
      else held.push(event);
    },
    release: () => {
      isReleased = true;
      for (const event of held.splice(0)) pass(event);
    },
  };
}
