import { setTimeout as sleep } from 'node:timers/promises';
import { formatSpan } from '../text/durations.ts';
import { instantsOf } from '../timeline/instants.ts';
import { printable, printableWithColours } from '../text/printable.ts';
import type { Timeline } from '../timeline/timeline.ts';
import { EXIT } from './exit-codes.ts';
import { interruptSignal, statusOf } from './interrupt.ts';
import type { Terminal } from './terminal.ts';
import { type Instant, instantAt } from '../session/instant.ts';

export interface WatchOptions {
  readonly fromMs: number;
  /** Simulated seconds for each second that passes; infinite: without waiting. */
  readonly speed: number;
}

/** Views are drawn at most so often. */
const FRAME_MS = 50;

const HIDE_CURSOR = '\u001b[?25l';
const SHOW_CURSOR = '\u001b[?25h';
const NO_WRAP = '\u001b[?7l';
const WRAP = '\u001b[?7h';
const CLEAR = '\u001b[2J';
const HOME = '\u001b[H';
const CLEAR_REST_OF_LINE = '\u001b[K';
const CLEAR_BELOW = '\u001b[J';

/**
 * Replays a view in scaled time: redrawn in place on a terminal, where ages count on as well; else each different view one after
 * the other, under its time. Gives the exit status.
 */
export async function watch(
  terminal: Terminal,
  timeline: Timeline,
  { fromMs, speed }: WatchOptions,
  view: (instant: Instant) => string,
): Promise<number> {
  const signal = interruptSignal();
  const startMs = performance.now();
  const isLive = terminal.outIsTerminal && Number.isFinite(speed);
  let shown = '';
  if (terminal.outIsTerminal) terminal.control('out', HIDE_CURSOR + NO_WRAP + CLEAR);
  try {
    for (const atMs of frameTimes(timeline, fromMs, isLive ? Math.max(1000, FRAME_MS * speed) : undefined)) {
      if (Number.isFinite(speed))
        await sleep(startMs + (atMs - fromMs) / speed - performance.now(), undefined, { signal });
      if (signal.aborted || terminal.isClosed()) break;
      const text = view(instantAt(timeline, atMs));
      if (terminal.outIsTerminal) terminal.control('out', frame(terminal, timeline, atMs, speed, text));
      else if (text !== shown) terminal.out(`--- ${formatSpan(atMs)}\n${text}`);
      shown = text;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    if (terminal.outIsTerminal) terminal.control('out', WRAP + SHOW_CURSOR);
  }
  return signal.aborted ? statusOf(signal) : EXIT.asExpected;
}

/** The instants at which something happens, and, with a step, times between them so that ages count on. */
export function frameTimes(timeline: Timeline, fromMs: number, stepMs: number | undefined): readonly number[] {
  const endMs = Math.max(fromMs, timeline.header.totals.endMs);
  const times = new Set([fromMs, endMs, ...instantsOf(timeline).filter((atMs) => atMs > fromMs && atMs < endMs)]);
  if (stepMs !== undefined) for (let atMs = fromMs; atMs < endMs; atMs += stepMs) times.add(Math.floor(atMs));
  return [...times].sort((a, b) => a - b);
}

/** A view over what the terminal shows now; lines that do not fit are counted. */
function frame(terminal: Terminal, timeline: Timeline, atMs: number, speed: number, text: string): string {
  const { height = 24, style } = terminal;
  const pace = Number.isFinite(speed) ? `  ${speed}x` : '';
  const head = style(`${formatSpan(atMs)} of ${formatSpan(timeline.header.totals.endMs)}${pace}`, 'quiet');
  const lines = text.replace(/\n$/, '').split('\n');
  const room = Math.max(1, height - 3);
  const more = lines.length > room ? [style(`… ${lines.length - room + 1} more lines`, 'quiet')] : [];
  const shown = more.length === 0 ? lines : lines.slice(0, room - 1);
  const safe = terminal.outHasColour ? printableWithColours : printable;
  const rows = [head, '', ...shown, ...more].map((line) => `${safe(line)}${CLEAR_REST_OF_LINE}\n`);
  return `${HOME}${rows.join('')}${CLEAR_BELOW}`;
}
