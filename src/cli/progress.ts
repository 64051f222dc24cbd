import { formatSpan } from '../report/durations.ts';
import type { Progress } from '../simulation/run.ts';
import { printable } from '../text/printable.ts';
import type { World } from '../world/world.ts';
import type { Terminal } from './terminal.ts';

/** A terminal shows nothing of what takes less. */
const SILENT_MS = 1000;
const TERMINAL_EVERY_MS = 100;
const LOG_EVERY_MS = 10_000;
const CLEAR_LINE = '\r\u001b[K';

export interface ProgressTeller {
  readonly tell: (progress: Progress) => void;
  /** Takes the line away again. */
  readonly done: () => void;
}

/** Tells on the error output how far a long run is: in place on a terminal, else a line now and then. */
export function progressTeller(terminal: Terminal, world: World, quiet: boolean): ProgressTeller {
  const startMs = Date.now();
  let nextMs = startMs + (terminal.errIsTerminal ? SILENT_MS : LOG_EVERY_MS);
  let isShown = false;
  const end = world.until === 'settled' ? 'settled' : formatSpan(Math.min(world.until.ms, world.limitMs));
  return {
    tell: ({ atMs, reconciles }) => {
      const nowMs = Date.now();
      if (quiet || nowMs < nextMs) return;
      const text = `rehearsing ${world.name}: ${formatSpan(atMs)} (until ${end}), ${reconciles} reconciles`;
      if (terminal.errIsTerminal) terminal.control('err', CLEAR_LINE + printable(text));
      else terminal.err(`${text}\n`);
      isShown = terminal.errIsTerminal;
      nextMs = nowMs + (terminal.errIsTerminal ? TERMINAL_EVERY_MS : LOG_EVERY_MS);
    },
    done: () => {
      if (isShown) terminal.control('err', CLEAR_LINE);
    },
  };
}

/** Runs with its progress told. */
export function withProgress<T>(
  terminal: Terminal,
  world: World,
  quiet: boolean,
  run: (tell: ProgressTeller['tell']) => T,
): T {
  const teller = progressTeller(terminal, world, quiet);
  try {
    return run(teller.tell);
  } finally {
    teller.done();
  }
}
