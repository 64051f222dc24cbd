import type { ObjectReader } from '../../../src/api/reader.ts';
import type { Traits } from '../traits.ts';

/** The settled state of one instant. */
export interface Moment {
  readonly atMs: number;
  /** Epoch milliseconds. */
  readonly nowMs: number;
  readonly objects: ObjectReader;
}

/** Reports a broken invariant. */
export type Report = (message: string) => void;

/** Something that holds at every instant of every world with these traits. */
export interface Invariant {
  readonly name: string;
  /** The check of one run, called at each instant in order; it may remember what it saw. */
  readonly begin: (traits: Traits, report: Report) => (moment: Moment) => void;
}
