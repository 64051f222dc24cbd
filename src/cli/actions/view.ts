import { readFileSync } from 'node:fs';
import { UsageError } from '../../session/usage-error.ts';
import { EXIT } from '../exit-codes.ts';
import { loadOrTell } from '../load.ts';
import { withProgress } from '../progress.ts';
import { nodeFiles } from '../node-files.ts';
import { nodeHash } from '../node-hash.ts';
import type { ViewOptions } from '../options.ts';
import { rehearse } from '../../session/run.ts';
import type { Terminal } from '../terminal.ts';
import { formatSpan } from '../../text/durations.ts';
import { readTimeline } from '../../timeline/read-json-lines.ts';
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

/** Rehearses as far as needed, or reads a saved timeline, then shows one instant, or replays all of them. */
export async function view(
  terminal: Terminal,
  paths: readonly string[],
  options: ViewOptions,
  show: (timeline: Timeline) => Show,
): Promise<number> {
  const { at, watch: isWatch = false } = options;
  const timeline = options.timeline === undefined ? rehearsed(terminal, paths, options) : saved(paths, options);
  if (timeline === undefined) return EXIT.badInput;
  const { text, json, exit } = show(timeline);
  if (isWatch) return watch(terminal, timeline, { fromMs: at ?? 0, speed: options.speed }, text);
  const instant = instantAt(timeline, at ?? timeline.header.totals.endMs);
  terminal.out(options.output === 'json' ? `${JSON.stringify(json(instant), null, 2)}\n` : text(instant));
  return exit?.(instant) ?? EXIT.asExpected;
}

/** Throws when the name was left out, so that the path was taken for it: `get rollout scenarios/shop`. */
export function refusePathAsName(
  kind: string,
  name: string,
  paths: readonly string[],
  { timeline }: ViewOptions,
): void {
  if (paths.length > 0 || timeline !== undefined) return;
  const files = nodeFiles();
  if (name !== '-' && !files.isFolder(name) && files.read(name) === undefined) return;
  throw new UsageError(`the name of the ${kind} is missing`, `(put it before the files: NAME ${name})`);
}

function rehearsed(terminal: Terminal, paths: readonly string[], options: ViewOptions): Timeline | undefined {
  const rehearsal = loadOrTell(terminal, nodeFiles(), paths, { ...untilAsked(options), quiet: true });
  if (rehearsal === undefined) return undefined;
  return withProgress(terminal, rehearsal.world, false, (tell) => rehearse(rehearsal, tell));
}

/** The timeline of a file. Throws a UsageError if it cannot be read. */
export function readSaved(file: string): Timeline {
  try {
    return readTimeline(readFileSync(file, 'utf8'), nodeHash);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(
      `cannot read the timeline ${file}: ${reason}`,
      '(rehearse run writes one to reports/NAME/timeline.jsonl)',
    );
  }
}

/** The timeline of a file. Throws a UsageError if it cannot be read, or does not have what is asked for. */
function saved(paths: readonly string[], { timeline: file = '', at }: ViewOptions): Timeline {
  if (paths.length > 0) {
    throw new UsageError(`--timeline ${file} and ${paths.join(' ')} both say what to look at`, '(give one of them)');
  }
  const timeline = readSaved(file);
  const { endMs } = timeline.header.totals;
  if (at !== undefined && at > endMs) {
    throw new UsageError(
      `the timeline ${file} ends at ${formatSpan(endMs)}, before --at ${formatSpan(at)}`,
      '(run the scenario again with --until)',
    );
  }
  return timeline;
}

/** A run that is looked at once goes on until that time and no further, also beyond what its scenario asks for. */
function untilAsked(options: ViewOptions): ViewOptions {
  const { at, watch: isWatch, until } = options;
  return at === undefined || isWatch === true || until !== undefined ? options : { ...options, until: { ms: at } };
}
