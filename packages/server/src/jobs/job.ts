/**
 * Background work with a life. Two concurrent `start()` calls share one promise; `stop()` after a half-failed start, and twice,
 * is fine. `stop` resolves when nothing of the job runs any more.
 */
export interface Job {
  readonly name: string;
  start(): Promise<void>;
  /** @param deadline - aborts when there is no more time to finish what is in flight */
  stop(deadline: AbortSignal): Promise<void>;
  /** False when the job should run but does not; told by `/ready`. */
  isHealthy(): boolean;
}
