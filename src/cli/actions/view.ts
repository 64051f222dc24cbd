import { EXIT } from '../exit-codes.ts';
import { loadOrTell } from '../load.ts';
import { withProgress } from '../progress.ts';
import { nodeFiles } from '../node-files.ts';
import type { ViewOptions } from '../options.ts';
import { rehearse } from '../../session/run.ts';
import type { Terminal } from '../terminal.ts';
import type { Timeline } from '../../timeline/timeline.ts';
import { type Instant, instantAt } from '../../session/instant.ts';
import { watch } from '../watch.ts';

/** What a command shows of a run. */
export interface Show {
  /** The text of an instant. */
  readonly text: (instant: Instant) => string;
  /** The same as data. */
  readonly json: (instant: Instant) => unknown;
  /** The exit status at the instant that was asked for; as expected unless given. */
  readonly exit?: (instant: Instant) => number;
}

/** Rehearses as far as needed, then shows one instant, or replays all of them. */
export async function view(
  terminal: Terminal,
  paths: readonly string[],
  options: ViewOptions,
  show: (timeline: Timeline) => Show,
): Promise<number> {
  const { at, watch: isWatch = false } = options;
  const rehearsal = loadOrTell(terminal, nodeFiles(), paths, { ...untilAsked(options), quiet: true });
  if (rehearsal === undefined) return EXIT.badInput;
  const timeline = withProgress(terminal, rehearsal.world, false, (tell) => rehearse(rehearsal, tell));
  const { text, json, exit } = show(timeline);
  if (isWatch) return watch(terminal, timeline, { fromMs: at ?? 0, speed: options.speed }, text);
  const instant = instantAt(timeline, at ?? timeline.header.totals.endMs);
  terminal.out(options.output === 'json' ? `${JSON.stringify(json(instant), null, 2)}\n` : text(instant));
  return exit?.(instant) ?? EXIT.asExpected;
}

/** A run that is looked at once goes on until that time and no further, also beyond what its scenario asks for. */
function untilAsked(options: ViewOptions): ViewOptions {
  const { at, watch: isWatch, until } = options;
  return at === undefined || isWatch === true || until !== undefined ? options : { ...options, until: { ms: at } };
}
