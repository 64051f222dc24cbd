import type { Location } from './syntax/location.ts';

/** When an expression failed: while it was read and checked, or while it ran. */
export type ExprPhase = 'compile' | 'runtime';

/** What is wrong with an expression. The message is the one that the reference gives, without its position. */
export class ExprError extends Error {
  readonly phase: ExprPhase;
  readonly at: Location;
  /** What could have stood there, for diagnostics of our own; the reference does not say. */
  readonly expected: string | undefined;

  constructor(phase: ExprPhase, message: string, at: Location, expected?: string) {
    super(message);
    this.name = 'ExprError';
    this.phase = phase;
    this.at = at;
    this.expected = expected;
  }
}

/** Something that the reference answers with a panic; the machine turns it into an error with a place. */
export class ExprPanic extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ExprPanic';
  }
}
