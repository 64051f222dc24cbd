import type { Heading } from '../world/actions/action-kind.ts';
import { HEADINGS } from '../world/actions/actions.ts';
import type { ReasonLine } from '../api/reason.ts';

/** How a piece of text is meant; the terminal and the page give each tone their own look. */
export type Tone = 'stable' | 'canary' | 'older' | 'good' | 'bad' | 'wait' | 'busy' | 'strong' | 'quiet';

export interface Span {
  readonly text: string;
  readonly tone?: Tone;
}

/** The reason of a line, as a sentence, and the rule behind it. */
export interface Because {
  readonly rule: string;
  readonly text: string;
  /** File and function of the reference; undefined when the timeline does not know the rule. */
  readonly source: string | undefined;
  /** `weight 20 (spec.strategy.canary.steps[0].setWeight)`, one for each input. */
  readonly inputs: readonly string[];
  /** Set when the sentence says no more than the line that it explains. */
  readonly restates: boolean;
}

/** What kind of happening a line tells of: its label in every report. */
export type LineKind =
  | Exclude<ReasonLine, 'detail'>
  | Heading
  | 'auto'
  | 'apply'
  | 'delete'
  | 'warning'
  | 'failure'
  | 'events'
  | 'finding'
  | 'expect';

/** Whether the moment begins with an action of people, Git, the platform or a fault, rather than with what came of it. */
export function beginsWithAction({ lines }: Moment): boolean {
  return lines.some(({ kind }) => kind === 'auto' || HEADINGS.has(kind));
}

/** One thing that happened. */
export interface Line {
  readonly kind: LineKind;
  /** The rollout that it is about, when the run has several. */
  readonly subject?: string;
  readonly spans: readonly Span[];
  /** A second thought below the line: what a command answered, where to read on. */
  readonly notes: readonly Span[];
  readonly because: readonly Because[];
}

/** Everything that happened at one instant, as one settled step. */
export interface Moment {
  readonly atMs: number;
  readonly lines: readonly Line[];
}

export function span(text: string, tone?: Tone): Span {
  return tone === undefined ? { text } : { text, tone };
}

/** The text of spans without their tones. */
export function plainText(spans: readonly Span[]): string {
  return spans.map((one) => one.text).join('');
}
