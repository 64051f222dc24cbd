import type { Tone } from '../moment.ts';

/** Paints text for a terminal, or leaves it as it is. */
export type Style = (text: string, tone: Tone | undefined) => string;

const ESCAPE = '\u001b';

/** Select Graphic Rendition codes: they follow the terminal's own theme, light or dark. */
const CODES: Readonly<Record<Tone, string>> = {
  stable: '36',
  canary: '33',
  older: '35',
  good: '32',
  bad: '31',
  wait: '33',
  busy: '36',
  strong: '1',
  quiet: '2',
};

export const plainStyle: Style = (text) => text;

export const colourStyle: Style = (text, tone) =>
  tone === undefined || text === '' ? text : `${ESCAPE}[${CODES[tone]}m${text}${ESCAPE}[0m`;

/** Whether a stream gets colours: FORCE_COLOR and NO_COLOR decide if they are set, else whether a person watches. */
export function wantsColour(env: Readonly<Record<string, string | undefined>>, isTerminal: boolean): boolean {
  const { FORCE_COLOR: force, NO_COLOR: no, TERM: term } = env;
  if (force !== undefined && force !== '') return force !== '0' && force !== 'false';
  if (no !== undefined && no !== '') return false;
  return isTerminal && term !== 'dumb';
}
