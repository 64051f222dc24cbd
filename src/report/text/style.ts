import { COLOUR, painted } from '../../text/colours.ts';
import type { Tone } from '../moment.ts';

/** Paints text for a terminal, or leaves it as it is. */
export type Style = (text: string, tone: Tone | undefined) => string;

const COLOURS: Readonly<Record<Tone, number>> = {
  stable: COLOUR.cyan,
  canary: COLOUR.yellow,
  older: COLOUR.magenta,
  good: COLOUR.green,
  bad: COLOUR.red,
  wait: COLOUR.yellow,
  busy: COLOUR.cyan,
  strong: COLOUR.bold,
  quiet: COLOUR.dim,
};

export const plainStyle: Style = (text) => text;

export const colourStyle: Style = (text, tone) =>
  tone === undefined || text === '' ? text : painted(text, COLOURS[tone]);
