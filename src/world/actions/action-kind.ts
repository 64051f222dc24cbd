import type { ParsedCommand } from '../../api/parsed-command.ts';

/** Who does a thing: people by hand, Git, the platform around the cluster, or a fault that nobody wanted. */
export type Performer = 'person' | 'git' | 'platform' | 'fault';

/** The words that reports put before actions. */
export type Heading = 'run' | 'commit' | 'fault' | 'metric';

/** An action as it was carried out. */
export interface Performed<A> {
  readonly action: A;
  /** The namespace that it acted in; empty if it acts in none, or in all. */
  readonly namespace: string;
  /** Of a command: its line, parsed; absent if it cannot be parsed. */
  readonly parsed?: ParsedCommand;
}

/** What an action is about: an object, or all pods of an image. */
export type Target =
  { readonly kind: string; readonly namespace: string; readonly name: string } | { readonly image: string };

/** What readers of a script and of a timeline need to know of a kind of action. */
export interface ActionKind<A> {
  readonly by: Performer;
  /** The word before it in a report. */
  readonly heading: Heading;
  /** The action in one line: `commit to shop: Fix it`. */
  readonly text: (action: A) => string;
  /** What stands behind its heading in a report; absent: the text. */
  readonly line?: (action: A) => string;
  /** What a chart writes beside its mark, in a few words; absent: the text. */
  readonly label?: (performed: Performed<A>) => string;
  /** What it is about; absent: nothing in particular. */
  readonly targets?: (performed: Performed<A>) => readonly Target[];
}

/** The tag of an image, for labels: `registry:5000/app:v2` is `v2`; an image without a tag is itself. */
export function imageTag(image: string): string {
  return image.slice(image.lastIndexOf(':') + 1);
}
