import { formatSpan } from '../text/durations.ts';
import type { Progress } from '../simulation/run.ts';
import { printable } from '../text/printable.ts';
import type { World } from '../world/world.ts';
import type { Terminal } from './terminal.ts';

/** Nothing is shown of what takes less. */
const SILENT_MS = 1000;
const TERMINAL_EVERY_MS = 100;
const CLEAR_LINE = '\r\u001b[K';

export interface ProgressTeller {
  readonly tell: (progress: Progress) => void;
  /** Takes the line away again. */
  readonly done: () => void;
}

/** Shows how far a long run is, in place on the error output; nothing if that is not a terminal. */
export function progressTeller(terminal: Terminal, world: World, quiet: boolean): ProgressTeller {
  const startMs = Date.now();
  let nextMs = startMs + SILENT_MS;
  let isShown = false;
  const end = world.until === 'settled' ? 'settled' : formatSpan(Math.min(world.until.ms, world.limitMs));
  return {
    tell: ({ atMs, reconciles }) => {
      const nowMs = Date.now();
      if (quiet || !terminal.errIsTerminal || nowMs < nextMs) return;
      const text = `rehearsing ${world.name}: ${formatSpan(atMs)} (until ${end}), ${reconciles} reconciles`;
      terminal.control('err', CLEAR_LINE + printable(text));
      isShown = true;
      nextMs = nowMs + TERMINAL_EVERY_MS;
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
