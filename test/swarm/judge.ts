import { isDeepStrictEqual } from 'node:util';
import { apiVersionOf, type KubeObject, type Resource } from '../../src/api/resources.ts';
import { milestonesOf } from '../../src/simulation/settled.ts';
import { Simulation } from '../../src/simulation/simulation.ts';
import {
  BudgetError,
  load,
  readTimeline,
  type Rehearsal,
  run,
  textsOfReports,
  type Timeline,
  writeTimeline,
} from './engine.ts';
import { floorsHold } from './invariants/floors.ts';
import type { Invariant, Moment } from './invariants/invariant.ts';
import { measurementsAreCounted, statusesAreInBounds } from './invariants/measurements.ts';
import { podsAreCounted, workloadsAddUp } from './invariants/pods.ts';
import { isSameObject, keyOf, type Line, Replay } from './invariants/replay.ts';
import { checkRequests } from './invariants/requests.ts';
import { servicesAgree, stableIsKept } from './invariants/stable.ts';
import { weightsAddUp } from './invariants/weights.ts';
import { shuffled } from './shuffle.ts';
import { traitsOf } from './traits.ts';
import { type SwarmWorld, textsOf } from './world/random-world.ts';

/** What is checked at each instant of a run. */
const INVARIANTS: readonly Invariant[] = [
  podsAreCounted,
  workloadsAddUp,
  stableIsKept,
  servicesAgree,
  floorsHold,
  weightsAddUp,
  measurementsAreCounted,
  statusesAreInBounds,
];

/** Beyond this a run is taken for one that never ends: the busiest world of the swarm needs a tenth of it. */
const MOST_RECONCILES = 400_000;
/** How much longer a settled run is watched: two resyncs of the informers. */
const WATCHED_MS = 31 * 60_000;

export interface Failure {
  /** The name of what was broken. */
  readonly invariant: string;
  readonly message: string;
}

export interface JudgeOptions {
  /** Runs the world once more, and compares the bytes. */
  readonly again: boolean;
  /** Writes every report and view. */
  readonly reports: boolean;
  /** Only this invariant is asked: nothing is checked any more once it is broken. */
  readonly only?: string;
}

export interface Judgement {
  readonly failures: readonly Failure[];
  readonly instants: number;
  readonly reconciles: number;
  /** The whole timeline; empty if there is none. */
  readonly text: string;
}

type Files = Pick<SwarmWorld, 'scenario' | 'files'>;

/** Runs a world and checks everything that should hold of it. */
export function judge(world: Files, options: JudgeOptions): Judgement {
  const failures = new Map<string, Failure>();
  /** The first failure of each kind says the most. */
  const fail = (invariant: string, message: string): void => {
    if (!failures.has(invariant)) failures.set(invariant, { invariant, message });
    if (options.only === invariant) throw new Stop();
  };
  let [instants, reconciles, text] = [0, 0, ''];
  try {
    const rehearsal = load(textsOf(world));
    if (typeof rehearsal === 'string') throw new Broken('the world loads', rehearsal);
    const timeline = run(rehearsal, MOST_RECONCILES);
    text = writeTimeline(timeline);
    reconciles = timeline.header.totals.reconciles;
    const lines = linesOf(text);
    checkOrder(lines, timeline, fail);
    checkRequests(timeline, (message) => fail('requests are counted once', message));
    if (writeTimeline(readTimeline(text)) !== text)
      fail('a timeline reads back', 'it is written otherwise than it was read');
    if (options.again && writeTimeline(run(rehearsal, MOST_RECONCILES)) !== text) {
      fail('a second run has equal bytes', 'the timelines differ');
    }
    if (options.reports) checkReports(rehearsal, timeline, text, fail);
    instants = watch(world, rehearsal, timeline, lines, fail);
  } catch (error) {
    if (error instanceof Stop) return { failures: [...failures.values()], instants, reconciles, text };
    if (error instanceof Broken) fail(error.invariant, error.message);
    else if (error instanceof BudgetError) fail('a run ends', error.message);
    else fail('nothing throws', error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
  return { failures: [...failures.values()], instants, reconciles, text };
}

/** Thrown where nothing more is asked. */
class Stop extends Error {}

/** Thrown where nothing more can be checked. */
class Broken extends Error {
  readonly invariant: string;

  constructor(invariant: string, message: string) {
    super(message);
    this.invariant = invariant;
  }
}

type Fail = (invariant: string, message: string) => void;

function linesOf(text: string): readonly Line[] {
  return text
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line): Line => JSON.parse(line));
}

function checkOrder(lines: readonly Line[], { header }: Timeline, fail: Fail): void {
  let [atMs, seq] = [0, -1];
  for (const line of lines) {
    // Conclusions and traffic have no number.
    if (line.seq === undefined) continue;
    if (line.atMs < atMs) fail('entries are in order', `${line.kind} at ${line.atMs} ms after one at ${atMs} ms`);
    if (line.seq !== seq + 1) fail('entries are in order', `seq ${line.seq} after ${seq}`);
    if (line.atMs > header.totals.endMs) fail('entries are in order', `${line.kind} at ${line.atMs} ms, after the end`);
    [atMs, seq] = [line.atMs, line.seq];
  }
}

/** Reports and views are written without an error, and have no value that is none. */
function checkReports(rehearsal: Rehearsal, timeline: Timeline, text: string, fail: Fail): void {
  const { endMs } = timeline.header.totals;
  const atMs = [0, Math.floor(endMs / 3), Math.floor(endMs / 2), endMs, endMs * 2 + 1];
  const wrong = text.includes('NaN') ? ['undefined', '[object '] : ['undefined', '[object ', 'NaN'];
  for (const [name, report] of textsOfReports(rehearsal, timeline, atMs)) {
    const shown = report.replaceAll(/<script\b[^>]*>[^]*?<\/script>/g, '');
    for (const value of wrong) {
      const at = shown.indexOf(value);
      if (at >= 0) fail('reports show values', `${name}: ${shown.slice(Math.max(0, at - 60), at + 60)}`);
    }
  }
}

/**
 * Runs the world again from shuffled files, instant by instant: every state is the one that the timeline tells, and every invariant holds.
 * Then on, past the end: a run that settled stays as it is.
 */
function watch(world: Files, first: Rehearsal, timeline: Timeline, lines: readonly Line[], fail: Fail): number {
  const rehearsal = load(textsOf(shuffled(world)));
  if (typeof rehearsal === 'string') throw new Broken('the order of files and keys means nothing', rehearsal);
  if (rehearsal.hash !== first.hash)
    fail('the order of files and keys means nothing', 'the hashes of the worlds differ');
  const simulation = new Simulation(rehearsal.world, { freeze: true });
  const changes = new Changes(simulation);
  const replay = new Replay(lines);
  const traits = traitsOf(world.scenario, world.files);
  let atMs = 0;
  const checks = INVARIANTS.map(({ name, begin }) =>
    begin(traits, (message) => fail(name, `at ${atMs} ms: ${message}`)),
  );
  const { totals } = timeline.header;
  const startMs = simulation.scheduler.nowMs();
  let instants = 0;
  simulation.start();
  do {
    atMs = simulation.scheduler.atMs;
    instants += 1;
    const moment: Moment = { atMs, nowMs: simulation.scheduler.nowMs(), objects: simulation.api };
    for (const check of checks) check(moment);
    const difference = changes.differenceFrom(replay, atMs);
    if (difference !== undefined) {
      fail('a replay is the state of the run', `at ${atMs} ms: ${difference}`);
      return instants;
    }
    if (simulation.reconciles > MOST_RECONCILES)
      throw new BudgetError(`${simulation.reconciles} reconciles by ${atMs} ms`);
  } while (simulation.step(startMs + totals.endMs));
  compareEvents(simulation, lines, totals.endMs, fail);
  // A deleted Rollout leaves its ALB Ingress as it is until the next resync. Source: rollout/controller.go (removedKeys concern Services and DestinationRules).
  if (totals.ended === 'settled' && traits.nothingWaitsForTime && traits.nothingDeleted) {
    watchSettled(simulation, startMs + totals.endMs + WATCHED_MS, fail);
  }
  return instants;
}

/** Objects that a running simulation has written since they were last looked at. */
class Changes {
  readonly #simulation: Simulation;
  readonly #touched = new Map<
    string,
    { readonly resource: Resource<KubeObject>; readonly namespace: string; readonly name: string }
  >();

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
    simulation.api.onChange(({ resource, before, after }) => {
      const { namespace = '', name = '' } = (after ?? before)?.metadata ?? {};
      this.#touched.set(keyOf(apiVersionOf(resource), resource.kind, namespace, name), { resource, namespace, name });
    });
  }

  /** Where the objects of the run and of the replay differ at an instant. */
  differenceFrom(replay: Replay, atMs: number): string | undefined {
    const told = replay.advance(atMs);
    for (const key of told) if (!this.#touched.has(key)) return `${key} changes in the timeline alone`;
    for (const [key, { resource, namespace, name }] of this.#touched) {
      const live = this.#simulation.api.find(resource, namespace, name);
      if (!isSameObject(live, replay.objects.get(key))) return `${key} differs`;
    }
    this.#touched.clear();
    return undefined;
  }
}

/** Events and what the script did are the same in both runs. */
function compareEvents(simulation: Simulation, lines: readonly Line[], endMs: number, fail: Fail): void {
  for (const kind of ['event', 'action']) {
    const told = lines.filter((line) => line.kind === kind).map(({ seq: _, ...line }) => line);
    const live: unknown = JSON.parse(
      JSON.stringify(
        simulation.recorder.entries
          .filter((entry) => entry.kind === kind && entry.atMs <= endMs)
          .map(({ seq: _, ...entry }) => entry),
      ),
    );
    if (!isDeepStrictEqual(told, live)) fail('a replay is the state of the run', `each ${kind} of both runs`);
  }
}

/** Nothing changes any more; where containers crash without end, pods and what counts them do, but no update moves. */
function watchSettled(simulation: Simulation, untilMs: number, fail: Fail): void {
  if (simulation.crashLoops().length > 0) {
    const milestones = milestonesOf(simulation.api);
    while (simulation.step(untilMs)) {
      if (milestonesOf(simulation.api) === milestones) continue;
      return fail('settled stays settled', `at ${simulation.scheduler.atMs} ms: an update moves`);
    }
    return;
  }
  const before = simulation.recorder.entries.length;
  while (simulation.step(untilMs)) {
    const change = simulation.recorder.entries.slice(before).find(({ kind }) => kind === 'change' || kind === 'action');
    if (change === undefined) continue;
    const what =
      change.kind === 'change' ? `${change.actor} writes ${change.object.kind} ${change.object.name}` : change.kind;
    return fail('settled stays settled', `at ${change.atMs} ms: ${what}`);
  }
}
