export interface GetViewOptions {
  readonly namespace: string;
  readonly name: string;
  /** Ages count to this time. */
  readonly nowMs: number;
  /** Colours for a terminal; without them the view is that of `--no-color`. */
  readonly color?: boolean;
}
