import type { Expectation } from '../expr/index.ts';
import { type Moment, momentAt, momentsWithin } from './moments.ts';

/** The outcome of an expectation, and the moment that decided it. */
export interface Outcome {
  readonly passed: boolean;
  readonly moment: Moment;
}

/** Whether the condition holds at a moment; undefined where it cannot be asked, since there is no rollout. */
export type Holds = (moment: Moment) => boolean | undefined;

/**
 * Judges an expectation over the moments of a run that ended at `endMs`. Windows may reach beyond it, but must begin before.
 *
 * - `always` and `never` break at the first moment of their window at which the condition is false or true; moments without
 *   the rollout do not count.
 * - `eventually` is fulfilled by the first moment up to `within`, else it breaks at the end of that time.
 * - `at` looks at one moment.
 */
export function judge(
  expectation: Expectation,
  moments: readonly Moment[],
  endMs: number,
  everySecond: boolean,
  holds: Holds,
): Outcome {
  const { form, fromMs = 0, untilMs, withinMs, atMs = 0 } = expectation;
  if (form === 'at') {
    const moment = momentAt(moments, atMs);
    return { passed: holds(moment) === true, moment };
  }
  const startMs = form === 'eventually' ? 0 : fromMs;
  const lastMs = Math.max(startMs, (form === 'eventually' ? withinMs : untilMs) ?? endMs);
  const decisive = form !== 'always';
  for (const moment of momentsWithin(moments, startMs, lastMs, everySecond)) {
    if (holds(moment) === decisive) return { passed: form === 'eventually', moment };
  }
  const last = momentAt(moments, Math.min(lastMs, Math.max(startMs, endMs)));
  return { passed: form !== 'eventually', moment: form === 'eventually' ? momentAt(moments, lastMs) : last };
}
