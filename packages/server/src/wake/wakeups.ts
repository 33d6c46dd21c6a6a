/**
 * Tells the parts of one process that something in the database has changed, so that nobody has to poll. A wake-up carries no
 * data: who is woken reads the database. Lost or doubled wake-ups do no harm; every listener also looks on its own now and then.
 */
export interface Wakeups {
  /** New events of a scan are committed. */
  scanChanged(scanId: string): void;
  /** A pending scan is committed, or a running one was asked to stop. */
  scansQueued(): void;
  /** A delivery is committed or has become due. */
  deliveriesDue(): void;
  /** @returns a function that ends the listening */
  onScanChanged(listener: (scanId: string) => void): () => void;
  onScansQueued(listener: () => void): () => void;
  onDeliveriesDue(listener: () => void): () => void;
}

export function createWakeups(): Wakeups {
  const scanChanged = new Set<(scanId: string) => void>();
  const scansQueued = new Set<() => void>();
  const deliveriesDue = new Set<() => void>();
  return {
    scanChanged: (scanId) => {
      for (const listener of scanChanged) listener(scanId);
    },
    scansQueued: () => {
      for (const listener of scansQueued) listener();
    },
    deliveriesDue: () => {
      for (const listener of deliveriesDue) listener();
    },
    onScanChanged: (listener) => listen(scanChanged, listener),
    onScansQueued: (listener) => listen(scansQueued, listener),
    onDeliveriesDue: (listener) => listen(deliveriesDue, listener),
  };
}

function listen<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}
