import { runWorld } from '../simulation/run.ts';
import type { Timeline } from '../timeline/timeline.ts';
import { workloadOutcomes } from '../timeline/facts/outcome.ts';
import { trafficFacts } from '../timeline/facts/traffic.ts';
import type { World } from '../world/world.ts';
import { type BadVersion, badVersion } from './bad-version.ts';
import { type VersionChange, versionChanges } from './changes.ts';
import { type CountSample, countsOf, imagesByVersion } from './counts.ts';
import { type Variant, variantsOf } from './derive/variants.ts';
import { type Exposure, exposureOf } from './exposure.ts';
import { measureUpdate, type UpdateFigures } from './figures.ts';
import { manualActionsAfter } from './manual-actions.ts';
import { type Subject, type Workload, workloadsOf } from './subject.ts';

/** What came of a variant. */
export interface Outcome {
  readonly variant: Variant;
  readonly timeline: Timeline;
  readonly change: VersionChange;
  readonly figures: UpdateFigures;
  /** Requests from the change on; undefined: nobody sent any. */
  readonly requests: { readonly failed: number; readonly all: number } | undefined;
  /** Actions by hand after the change. */
  readonly manualActions: number;
  /** How it would have got out of the same version if that had been bad; undefined if this update did not come to its end. */
  readonly bad: BadVersion | undefined;
}

export interface Comparison {
  readonly subject: Subject;
  /** The images of the two versions. */
  readonly oldVersion: string;
  readonly newVersion: string;
  /** How long all were watched from the change on. */
  readonly spanMs: number;
  readonly outcomes: readonly Outcome[];
  readonly remarks: readonly string[];
}

export interface CompareOptions {
  /** Which change of the version: 1 unless given. */
  readonly change?: number;
  /** How long after the change somebody notices that the new version is bad. */
  readonly noticedMs?: number;
}

const NOTICED_MS = 60_000;

/** There is nothing to compare; `noChange`: there is a workload, but its version stays the same. */
export class NothingToCompareError extends Error {
  readonly noChange: boolean;

  constructor(message: string, options: { readonly noChange?: boolean } = {}) {
    super(message);
    this.noChange = options.noChange ?? false;
  }
}

/** A world that was run, and the change that is looked at. */
interface Run {
  readonly variant: Variant;
  readonly timeline: Timeline;
  readonly samples: readonly CountSample[];
  readonly changes: readonly VersionChange[];
  readonly change: VersionChange;
}

/**
 * Runs the version change of a world as it is, and as the other strategies that its workload can be made into: the same pods, seed, faults and
 * instants. Throws NothingToCompareError without a workload or a change.
 */
export function compareStrategies(
  world: World,
  titleOf: (workload: Workload) => string,
  options: CompareOptions = {},
): Comparison {
  const { run, workload, remarks } = ownRun(world, options, titleOf);
  const variants = variantsOf(world, workload, run.timeline);
  const left: string[] = [];
  const others = variants.flatMap((variant): readonly Run[] => {
    const timeline = runWorld(variant.world);
    try {
      return [runVariant(variant, timeline, options)];
    } catch (error) {
      // The other strategies can still be compared.
      if (!(error instanceof NothingToCompareError)) throw error;
      left.push(`${variant.title} is left out: ${whyUnchanged(timeline, variant.subject) ?? error.message}.`);
      return [];
    }
  });
  return comparison([run, ...others], [...remarks, ...left], options);
}

/** Why a workload never came to its change; undefined if it ended complete. */
function whyUnchanged(timeline: Timeline, { kind, namespace, name }: Subject): string | undefined {
  const outcome = workloadOutcomes(timeline).find(
    (one) => one.kind === kind && one.namespace === namespace && one.name === name,
  );
  if (outcome === undefined || outcome.end === 'complete') return undefined;
  return `the ${kind} ${name} is ${outcome.reason}`;
}

const PLACES: readonly string[] = ['first', 'second'];

/** Runs worlds as they are, each with its own version change: measured from its change on. One that changes nothing is left out, with a remark. */
export function comparePair(
  pair: readonly { readonly world: World; readonly title: string }[],
  options: CompareOptions = {},
): Comparison {
  const left: string[] = [];
  const runs = pair.flatMap(({ world, title }, index) => {
    try {
      const { run, remarks } = ownRun(world, options, () => title);
      const id = PLACES[index] ?? `number-${index + 1}`;
      return [{ run: { ...run, variant: { ...run.variant, id } }, remarks }];
    } catch (error) {
      if (!(error instanceof NothingToCompareError)) throw error;
      left.push(`${title} is left out: ${error.message}.`);
      return [];
    }
  });
  if (runs.length < 2) throw new NothingToCompareError(left.join(' ').replace(/\.$/, ''));
  return comparison(
    runs.map(({ run }) => run),
    [...runs.flatMap(({ remarks }) => remarks), ...left],
    options,
  );
}

/** The workload whose version changes first. */
function ownRun(
  world: World,
  options: CompareOptions,
  titleOf: (workload: Workload) => string,
): { readonly run: Run; readonly workload: Workload; readonly remarks: readonly string[] } {
  const workloads = workloadsOf(world.manifests);
  if (workloads.length === 0) {
    throw new NothingToCompareError('there is neither a Rollout nor a Deployment among the manifests');
  }
  const timeline = runWorld(world);
  // A Rollout is what is brought out, whatever else changes beside it.
  const rollouts = workloads.filter(({ kind }) => kind === 'Rollout');
  const changing = (rollouts.length > 0 ? rollouts : workloads)
    .map((workload) => ({ workload, firstMs: versionChanges(countsOf(timeline, workload))[0]?.atMs }))
    .filter(({ firstMs }) => firstMs !== undefined)
    .sort((a, b) => (a.firstMs ?? 0) - (b.firstMs ?? 0));
  const [first, ...rest] = changing;
  if (first === undefined) {
    const [why] = workloads.flatMap((workload) => whyUnchanged(timeline, workload) ?? []);
    if (why !== undefined) throw new NothingToCompareError(why);
    throw new NothingToCompareError('nothing changes the version', { noChange: true });
  }
  const { workload } = first;
  const { kind, namespace, name } = workload;
  const variant: Variant = {
    id: 'own',
    title: titleOf(workload),
    notes: [],
    subject: { kind, namespace, name },
    world,
  };
  const run = runVariant(variant, timeline, options);
  const remarks = [
    ...(run.changes.length > 1
      ? [`The version changes ${run.changes.length} times: this is number ${options.change ?? 1}, until the next one.`]
      : []),
    ...rest.map(
      (other) =>
        `${other.workload.kind} ${other.workload.name} changes, too; it stays as it is, whatever the strategy.`,
    ),
  ];
  return { run, workload, remarks };
}

function runVariant(variant: Variant, timeline: Timeline, { change: number = 1 }: CompareOptions): Run {
  const samples = countsOf(timeline, variant.subject);
  const changes = versionChanges(samples);
  const change = changes[number - 1];
  if (change === undefined) {
    const times = changes.length === 1 ? 'once' : `${changes.length} times`;
    throw new NothingToCompareError(`${variant.title} changes the version ${times}, so it has no change ${number}`);
  }
  return { variant, timeline, samples, changes, change };
}

/** All are measured over the same time: from the change until each has come to its end, or until the next change. */
function comparison(runs: readonly Run[], remarks: readonly string[], options: CompareOptions): Comparison {
  const spans = runs.flatMap(({ change }) => (change.endMs === undefined ? [] : [change.endMs - change.atMs]));
  const lasting = runs.map(({ samples, change }) => (samples.at(-1)?.atMs ?? 0) - change.atMs);
  const spanMs = spans.length > 0 ? Math.min(...spans) : Math.ceil((Math.max(...lasting) * 1.05) / 1000) * 1000 + 1000;
  const outcomes = runs.map((run) => outcomeOf(watched(run, spanMs), spanMs, options));
  const [first] = runs;
  if (first === undefined) throw new NothingToCompareError('there is nothing to compare');
  const images = imagesByVersion(first.timeline, first.variant.subject);
  return {
    subject: first.variant.subject,
    oldVersion: images.get(first.change.from) ?? '',
    newVersion: images.get(first.change.to) ?? '',
    spanMs,
    outcomes,
    remarks: [...new Set(remarks)],
  };
}

/** Callers go on when a workload has come to rest: where there are any, each run goes on until the end of the time that is compared. */
function watched(run: Run, spanMs: number): Run {
  const { timeline, variant, change } = run;
  const ms = change.atMs + spanMs;
  if (timeline.header.traffic === undefined || timeline.header.totals.endMs >= ms) return run;
  return { ...run, timeline: runWorld({ ...variant.world, until: { ms }, limitMs: ms }) };
}

function requestsOf(timeline: Timeline, fromMs: number, toMs: number): Outcome['requests'] {
  const flows = trafficFacts(timeline, fromMs, toMs);
  if (flows === undefined) return undefined;
  return {
    failed: flows.reduce((sum, { errors }) => sum + errors, 0),
    all: flows.reduce((sum, { requests }) => sum + requests, 0),
  };
}

function outcomeOf(run: Run, spanMs: number, { noticedMs = NOTICED_MS }: CompareOptions): Outcome {
  const { variant, timeline, samples, change } = run;
  const exposure: readonly Exposure[] = exposureOf(timeline, variant.subject, change.to, samples);
  const span = { changeMs: change.atMs, endMs: change.atMs + spanMs, newVersion: change.to };
  const figures = measureUpdate(samples, exposure, span);
  const bad = figures.outcome === 'completed' ? badVersion(variant, change, noticedMs) : undefined;
  const manualActions = manualActionsAfter(timeline, variant.subject, change, span.endMs);
  const requests = requestsOf(timeline, change.atMs, span.endMs);
  return { variant, timeline, change, figures, requests, manualActions, bad };
}
