import { colourStyle, plainStyle, type Style } from '../report/text/style.ts';
import { wantsColour } from '../text/colours.ts';
import { outputIsClosed } from './standard-streams.ts';
import { printable, printableWithColours } from '../text/printable.ts';

/** Where a command writes and what it knows of the terminal: the whole world of a command beside its arguments. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Writes sequences that move the cursor, and text that is safe already. */
  readonly control: (to: 'out' | 'err', sequence: string) => void;
  /** Columns to write in. */
  readonly width: number;
  /** Lines of the terminal; undefined when the output is no terminal. */
  readonly height: number | undefined;
  readonly outIsTerminal: boolean;
  readonly errIsTerminal: boolean;
  readonly outHasColour: boolean;
  readonly errHasColour: boolean;
  readonly style: Style;
  /** Whether the reader of the output has gone: nothing more needs to be written. */
  readonly isClosed: () => boolean;
}

/** Lines longer than this are hard to read, however wide a terminal is. */
const WIDEST = 120;
/** Without a terminal: wide enough for most lines, and the same everywhere. */
const WIDTH_WITHOUT_TERMINAL = 100;

export interface TerminalOptions {
  /** False under --no-color. */
  readonly color: boolean;
  readonly width?: number;
}

/** The terminal of this process. */
export function processTerminal({ color, width }: TerminalOptions): Terminal {
  const { stdout, stderr, env } = process;
  const outHasColour = color && wantsColour(env, stdout.isTTY);
  const errHasColour = color && wantsColour(env, stderr.isTTY);
  return {
    out: (text) => {
      if (!outputIsClosed()) stdout.write(outHasColour ? printableWithColours(text) : printable(text));
    },
    err: (text) => {
      stderr.write(errHasColour ? printableWithColours(text) : printable(text));
    },
    control: (to, sequence) => {
      if (to === 'err') stderr.write(sequence);
      else if (!outputIsClosed()) stdout.write(sequence);
    },
    width: width ?? widthOf(stdout, env),
    height: stdout.isTTY ? stdout.rows : undefined,
    outIsTerminal: stdout.isTTY,
    errIsTerminal: stderr.isTTY,
    outHasColour,
    errHasColour,
    style: outHasColour ? colourStyle : plainStyle,
    isClosed: outputIsClosed,
  };
}

/** COLUMNS, else the terminal's own width, else one that fits most lines. */
function widthOf(stream: NodeJS.WriteStream, env: NodeJS.ProcessEnv): number {
  const columns = Number(env['COLUMNS']);
  if (Number.isInteger(columns) && columns >= 40) return Math.min(columns, WIDEST);
  return stream.isTTY ? Math.max(40, Math.min(stream.columns, WIDEST)) : WIDTH_WITHOUT_TERMINAL;
}
