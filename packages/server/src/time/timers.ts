/** Timers from outside, so that tests can let time pass without waiting. */
export interface Timers {
  /** Calls once after that many milliseconds. @returns a function that prevents it */
  after(milliseconds: number, callback: () => void): () => void;
}

/** Real timers; they do not keep the process alive. */
export const realTimers: Timers = {
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds);
    timer.unref();
    return () => {
      clearTimeout(timer);
    };
  },
};
