/**
 * Counts that all processes on one PostgreSQL database share; what they mean is said where they are used, in the server's
 * limits. `atMs` names the time instead of the database's clock, for tests.
 */
export interface SharedLimits {
  /** @returns milliseconds until a hit would be allowed; 0 when this one was, and is recorded */
  hit(key: string, limit: number, windowMs: number, atMs?: number): Promise<number>;
  undo(key: string): Promise<void>;
  /** @returns whether a token was taken, and how long until the bucket is full again */
  take(
    key: string,
    bucket: { readonly capacity: number; readonly intervalMs: number },
    atMs?: number,
  ): Promise<{ readonly allowed: boolean; readonly missingMs: number }>;
  /** True the first time within `ttlMs`. */
  once(key: string, ttlMs: number, atMs?: number): Promise<boolean>;
  /** Forgets what no limit looks at any more. */
  sweep(idleMs: number): Promise<void>;
}
