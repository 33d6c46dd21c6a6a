import type { ScanKey, ScanRecord, Store } from '@securescan/store';
import { presentScan } from './present.ts';

/** Texts of ended scans that are kept; one is about a kilobyte. */
const MAX_KEPT = 5000;
/** Waiting scans whose place is told; those behind them wait long. */
const MAX_QUEUE = 10_000;

/**
 * Scans as JSON. An ended scan never changes, so its text is made once; without that, lists would spend their time on reading
 * and writing the same rows over and over.
 */
export class ScanTexts {
  readonly #store: Store;
  readonly #kept = new Map<string, string>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** In the given order; scans that are gone by now are left out. */
  async render(keys: readonly ScanKey[]): Promise<readonly string[]> {
    const missing = keys.filter(({ id, status }) => !isEnded(status) || !this.#kept.has(id)).map(({ id }) => id);
    const fresh = missing.length === 0 ? new Map<string, string>() : await this.#read(missing);
    return keys.flatMap(({ id }) => fresh.get(id) ?? this.#kept.get(id) ?? []);
  }

  async #read(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const { scans } = this.#store;
    const records = await scans.findMany(ids);
    const scanners = Map.groupBy(await scans.listScanners(ids), ({ scanId }) => scanId);
    const queue = records.some(({ status }) => status === 'pending') ? await readQueue(this.#store) : new Map();
    const texts = new Map<string, string>();
    for (const record of records) {
      const text = JSON.stringify(presentScan(record, scanners.get(record.id) ?? [], queue.get(record.id) ?? null));
      texts.set(record.id, text);
      if (isEnded(record.status)) this.#keep(record.id, text);
    }
    return texts;
  }

  #keep(id: string, text: string): void {
    // The oldest goes: lists are read from their newest end.
    const [oldest] = this.#kept.size >= MAX_KEPT ? this.#kept.keys() : [];
    if (oldest !== undefined) this.#kept.delete(oldest);
    this.#kept.set(id, text);
  }
}

/** Scans before each waiting one. */
export async function readQueue(store: Store): Promise<ReadonlyMap<string, number>> {
  const ids = await store.scans.listQueue(MAX_QUEUE);
  return new Map(ids.map((id, position) => [id, position]));
}

function isEnded(status: ScanRecord['status']): boolean {
  return status !== 'pending' && status !== 'running';
}
