/** What the server was asked for and what it has acknowledged, over all of its lives. */
export interface Ledger {
  /** By fingerprint: number of the newest verdict that was acknowledged, and of the newest that was sent. */
  readonly verdicts: Map<string, { acknowledged: number; sent: number }>;
  /** Acknowledged ones by their text. */
  readonly comments: Map<string, { readonly id: string; readonly fingerprint: string; readonly removal: Undoing }>;
  /** Scans by their idempotency key; null while nobody has answered. */
  readonly scans: Map<string, string | null>;
  /** Scans whose cancellation was acknowledged. */
  readonly cancelled: Set<string>;
  /** Acknowledged test deliveries, and their webhook. */
  readonly deliveries: Map<string, string>;
  /** Acknowledged keys. */
  readonly keys: Map<string, { readonly id: string; readonly revocation: Undoing }>;
  /** Answers that should not have come. */
  readonly surprises: string[];
  /** Called whenever something was acknowledged, delivered or streamed. */
  readonly note: () => void;
  /** Resolves after that many more notes. */
  readonly afterNotes: (count: number) => Promise<void>;
}

/** Whether something was taken back; `sent`: nobody knows. */
export type Undoing = 'none' | 'sent' | 'acknowledged';

export function createLedger(): Ledger {
  let notes = 0;
  const waiting = new Set<() => void>();
  return {
    verdicts: new Map(),
    comments: new Map(),
    scans: new Map(),
    cancelled: new Set(),
    deliveries: new Map(),
    keys: new Map(),
    surprises: [],
    note() {
      notes += 1;
      for (const look of waiting) look();
    },
    afterNotes(count) {
      const goal = notes + count;
      return new Promise((resolve) => {
        const look = (): void => {
          if (notes < goal) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      });
    },
  };
}

/** Fingerprint number `index` of those that are judged and commented on. */
export function toFingerprint(index: number): string {
  return index.toString(16).padStart(64, '0');
}

/** The number that a verdict carries in its note. */
export function readNumber(note: unknown): number {
  return typeof note === 'string' ? Number(/^verdict (\d+)$/.exec(note)?.[1] ?? Number.NaN) : Number.NaN;
}
