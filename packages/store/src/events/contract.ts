import type { JsonObject } from '@securescan/model';

/** One event of a scan as it is stored and streamed; `seq` counts from 1 within the scan and is the SSE id. */
export interface StoredScanEvent {
  readonly scanId: string;
  readonly seq: number;
  readonly name: string;
  readonly data: JsonObject;
  readonly at: string;
}

export interface ScanEventRepository {
  /** Appends behind the last event of the scan and gives its number. */
  append(event: Omit<StoredScanEvent, 'seq'>): Promise<number>;
  /** Events behind `afterSeq`, oldest first. */
  list(scanId: string, afterSeq: number, limit: number): Promise<readonly StoredScanEvent[]>;
}
