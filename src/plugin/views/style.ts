import { COLOUR, painted } from '../../text/colours.ts';
import { ICON } from './icons.ts';

const { red: RED, green: GREEN, yellow: YELLOW, brightBlue: BRIGHT_BLUE, none: NO_COLOR } = COLOUR;

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
const COLORED: Paint = (text, meaning = text) => painted(text, COLORS.get(meaning) ?? NO_COLOR);

export function paintFor(color: boolean | undefined): Paint {
  return color === true ? COLORED : PLAIN;
}
