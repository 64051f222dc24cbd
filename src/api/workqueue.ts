/** client-go's rate-limited work queue, as far as one worker can see. */
export interface WorkQueue {
  readonly name: string;
  /** Number of keys ready to be taken. */
  readonly length: number;
  /** Adds a key unless it waits already; a key in processing is added again when it is done. */
  add(key: string): void;
  /**
   * Adds after a delay; a key that waits already keeps the earlier time. A delay of 0 or less adds at once. Periodic work does not keep a run from being
   * settled.
   */
  addAfter(key: string, delayMs: number, periodic?: 'periodic'): void;
  /** Adds for a watch event: at once, whether or not the key has failed before (see `retry`). */
  addRateLimited(key: string): void;
  /** Puts a failed key back after its back-off. */
  retry(key: string): void;
  /** Ends the back-off of a key. */
  forget(key: string): void;
  /** Takes the next key; undefined when empty. */
  get(): string | undefined;
  /** Marks a key that was taken as processed. */
  done(key: string): void;
}
