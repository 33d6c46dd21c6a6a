export interface Hit {
  readonly allowed: boolean;
  /** Until the next hit would be allowed; 0 when this one was. */
  readonly retryAfterMs: number;
}

/** A bucket that is full at first and gets one token per interval. */
export interface Bucket {
  readonly capacity: number;
  readonly intervalMs: number;
}

export interface Take {
  readonly allowed: boolean;
  /** Whole tokens left. */
  readonly remaining: number;
  /** Until there is a token; 0 when one was taken. */
  readonly retryAfterMs: number;
  /** Until the bucket is full again. */
  readonly fullAfterMs: number;
}

/**
 * Counts for limits, in this process or shared by all processes of one database. Keys are made by us and carry what they
 * count as a prefix, so that limits do not mix.
 */
export interface LimitStore {
  /** Sliding window: allowed, and recorded, when fewer than `limit` were recorded in the last `windowMs`. */
  hit(key: string, limit: number, windowMs: number): Promise<Hit>;
  /** Takes the last recorded hit back. */
  undo(key: string): Promise<void>;
  take(key: string, bucket: Bucket): Promise<Take>;
  /** True the first time within `ttlMs`; never forgets before. For nonces. */
  once(key: string, ttlMs: number): Promise<boolean>;
}
