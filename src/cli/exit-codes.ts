/** What the process says when it ends. */
export const EXIT = {
  asExpected: 0,
  /** An expectation broke, `status` of a Degraded rollout, an error found by lint. */
  notAsExpected: 1,
  /** Wrong files, a wrong command line. */
  badInput: 2,
  /** A fault of Rehearse itself. */
  ownFault: 70,
  /** The standard output could not be written: closed by its reader, or the disk is full. */
  outputFailed: 74,
  /** Ctrl-C, as shells count it: 128 and the number of SIGINT. */
  interrupted: 130,
  /** 128 and the number of SIGTERM. */
  terminated: 143,
} as const;
