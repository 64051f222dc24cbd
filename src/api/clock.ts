/** The only source of time in the simulated rooms. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z: the simulated epoch plus the time of the run. */
  nowMs(): number;
}

/** Delayed calls on the simulated clock. */
export interface Timers {
  /**
   * Calls `run` at the first instant that is not before `dueMs` (epoch milliseconds); among those due at an instant, in
   * the order of due time, then of scheduling. Returns a function that cancels the call. `periodic`: it comes again and again, so that a run need
   * not wait for it to be at rest.
   */
  schedule(dueMs: number, run: () => void, periodic?: boolean): () => void;
}
