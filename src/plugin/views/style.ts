import { ICON } from './icons.ts';

const RED = 31;
const GREEN = 32;
const YELLOW = 33;
const BRIGHT_BLUE = 94;
const NO_COLOR = 0;

/** Source: pkg/kubectl-argo-rollouts/cmd/get/get.go colorMapping. */
const COLORS: ReadonlyMap<string, number> = new Map<string, number>([
  [ICON.waiting, YELLOW],
  [ICON.progressing, BRIGHT_BLUE],
  [ICON.warning, RED],
  [ICON.unknown, YELLOW],
  [ICON.ok, GREEN],
  [ICON.bad, RED],
  ['canary', YELLOW],
  ['stable', GREEN],
  ['active', GREEN],
  ['preview', BRIGHT_BLUE],
  ['ping', BRIGHT_BLUE],
  ['pong', BRIGHT_BLUE],
  ['Pending', BRIGHT_BLUE],
  ['Running', BRIGHT_BLUE],
]);

/** A text in the colour that stands for a state, a tag or an icon. */
export type Paint = (text: string, meaning?: string) => string;

const PLAIN: Paint = (text) => text;

/** What has no colour is wrapped as well. Source: pkg/kubectl-argo-rollouts/cmd/get/get.go ansiFormat. */
const COLORED: Paint = (text, meaning = text) => `\u001b[${COLORS.get(meaning) ?? NO_COLOR}m${text}\u001b[0m`;

export function paintFor(color: boolean | undefined): Paint {
  return color === true ? COLORED : PLAIN;
}
