import type { Diagnostic } from '../scenario/diagnostics.ts';
import type { Timeline, Verdict } from '../timeline/timeline.ts';

/** Whether a run passed or failed: what its exit status reports. How users fared is another question. */
export interface Judgement {
  readonly passed: boolean;
  /** Of a failed one: the reason that explains the others, in one sentence. */
  readonly reason?: string;
}

/** The reasons that explain others come first: a workload that never came up breaks expectations and conditions. */
const ORDER: readonly (Verdict['about'] | undefined)[] = ['end', 'script', undefined];

/** Judges a run by its verdicts and, if warnings count as failures, by the warnings about its files. */
export function judgementOf({ verdicts }: Timeline, warnings: readonly Diagnostic[] = []): Judgement {
  const failed = ORDER.flatMap((about) => verdicts.filter((one) => !one.passed && one.about === about));
  const [first, ...others] = failed;
  if (first !== undefined) {
    const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
    return { passed: false, reason: `${first.expectation}${first.text === '' ? '' : `: ${first.text}`}${more}` };
  }
  const [warning] = warnings;
  if (warning === undefined) return { passed: true };
  const count = warnings.length === 1 ? 'a warning counts' : `${warnings.length} warnings count`;
  return { passed: false, reason: `${count} as failed with --strict: ${warning.code} ${warning.message}` };
}
