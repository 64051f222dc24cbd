/** Paints a text: Select Graphic Rendition codes, which follow the terminal's own theme, light or dark. */
export function painted(text: string, code: number): string {
  return `\u001b[${code}m${text}\u001b[0m`;
}

export const COLOUR = {
  none: 0,
  bold: 1,
  dim: 2,
  red: 31,
  green: 32,
  yellow: 33,
  magenta: 35,
  cyan: 36,
  brightBlue: 94,
} as const;

/** Whether a stream gets colours: FORCE_COLOR and NO_COLOR decide if they are set, else whether a person watches. */
export function wantsColour(env: Readonly<Record<string, string | undefined>>, isTerminal: boolean): boolean {
  const { FORCE_COLOR: force, NO_COLOR: no, TERM: term } = env;
  if (force !== undefined && force !== '') return force !== '0' && force !== 'false';
  if (no !== undefined && no !== '') return false;
  return isTerminal && term !== 'dumb';
}
