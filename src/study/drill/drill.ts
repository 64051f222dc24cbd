import { outcomeOf } from '../../timeline/facts/outcome.ts';
import { sampleWorkload } from '../../timeline/facts/samples.ts';
import type { Timeline } from '../../timeline/timeline.ts';
import type { WorldChange } from '../../world/change.ts';
import type { World } from '../../world/world.ts';
import { Reruns } from '../rerun.ts';
import { type Assumed, catalogueOf, type Mishap } from './catalogue.ts';
import { type Update, updateOf } from './stages.ts';

/**
 * How an update came out under a mishap, for those who are responsible for it.
 *
 * - `outage`: for some time nothing answered.
 * - `stuck`: it goes neither forward nor back by itself, and nothing reports that it failed.
 * - `waits`: it stopped and waits for a person.
 * - `through`: the new version runs everywhere.
 * - `back`: it was called off by itself, and the version before runs.
 * - `called off`: a person called it off, and the version before runs.
 */
export type DrillOutcome = 'outage' | 'stuck' | 'waits' | 'through' | 'back' | 'called off';

export interface DrillRow {
  readonly mishap: Mishap;
  readonly outcome: DrillOutcome;
  /** From the mishap until the update was aborted or Degraded; undefined if neither came. */
  readonly detectedMs: number | undefined;
  /** Requests that failed, beyond those that fail without any mishap; undefined: nobody sent any. */
  readonly failed: number | undefined;
  /** People whose request failed, beyond those of a run without a mishap; undefined: they were not counted. */
  readonly hit: number | undefined;
  /** The fewest available pods from the mishap on. */
  readonly leastAvailable: number;
  readonly outageMs: number;
  /** From the mishap until the last change of the run. */
  readonly settledMs: number;
  /** Commands that somebody had to type after the mishap. */
  readonly manualSteps: number;
}

export interface Drill {
  readonly update: Update;
  /** The run without a mishap. */
  readonly base: Timeline;
  /** The worst first. */
  readonly rows: readonly DrillRow[];
  readonly fixes: readonly TriedFix[];
}

/** A change of the manifests, tried under every mishap that it may help against. */
export interface TriedFix {
  /** `progressDeadlineAbort: true`. */
  readonly text: string;
  /** How many mishaps no longer end so. */
  readonly helped: number;
  readonly of: number;
  readonly outcome: DrillOutcome;
}

export interface DrillOptions {
  readonly assumed?: Assumed;
  /** Only mishaps whose title or stage contains this text. */
  readonly only?: string;
  /** Called before each run. */
  readonly onProgress?: (done: number, all: number) => void;
}

/** There is nothing to drill: no workload of the world changes its version. */
export class NothingToDrillError extends Error {}

/** Runs the update of a world under each mishap of the catalogue, with the seed of the world. */
export function drill(world: World, { assumed = {}, only, onProgress }: DrillOptions = {}): Drill {
  const reruns = new Reruns(world, undefined, { reasons: false });
  const base = reruns.own.timeline;
  const update = updateOf(base);
  if (update === undefined) throw new NothingToDrillError('nothing changes the version of a workload');
  const mishaps = catalogueOf(world, update, assumed).filter(({ title, stage = '' }) =>
    only === undefined ? true : `${title} ${stage}`.toLowerCase().includes(only.toLowerCase()),
  );
  const calm = figuresOf(base, update, update.startMs);
  const rowUnder = (mishap: Mishap, fix: readonly WorldChange[]): DrillRow =>
    rowOf(
      new Reruns(world, undefined, { reasons: false }).run([...fix, ...mishap.changes]).timeline,
      update,
      mishap,
      calm,
    );
  const rows = mishaps.map((mishap, index) => {
    onProgress?.(index, mishaps.length);
    return rowUnder(mishap, []);
  });
  const sorted = rows.toSorted(byHarm);
  return { update, base, rows: sorted, fixes: triedFixes(update, sorted, rowUnder) };
}

const SEVERITY: readonly DrillOutcome[] = ['outage', 'stuck', 'waits', 'through', 'back', 'called off'];

/** The most harm first: how long nothing answered, then what failed, then who has to get up. */
function byHarm(a: DrillRow, b: DrillRow): number {
  return (
    b.outageMs - a.outageMs ||
    (b.failed ?? 0) - (a.failed ?? 0) ||
    SEVERITY.indexOf(a.outcome) - SEVERITY.indexOf(b.outcome) ||
    a.leastAvailable - b.leastAvailable ||
    (b.detectedMs ?? 0) - (a.detectedMs ?? 0)
  );
}

interface Figures {
  readonly failed: number | undefined;
  readonly hit: number | undefined;
  readonly leastAvailable: number;
  readonly outageMs: number;
}

function figuresOf(timeline: Timeline, { workload }: Update, fromMs: number): Figures {
  const { users, workloads } = outcomeOf(timeline);
  const own = workloads.find(
    ({ kind, namespace, name }) => kind === workload.kind && namespace === workload.namespace && name === workload.name,
  );
  const samples = sampleWorkload(timeline, workload).filter(({ atMs }) => atMs >= fromMs);
  return {
    failed: users?.failed,
    hit: users?.people?.hit,
    leastAvailable: Math.min(...samples.map(({ available }) => available)),
    outageMs: Math.max(users?.outageMs ?? 0, own?.outageMs ?? 0),
  };
}

function rowOf(timeline: Timeline, update: Update, mishap: Mishap, calm: Figures): DrillRow {
  const { atMs } = mishap;
  const samples = sampleWorkload(timeline, update.workload).filter((sample) => sample.atMs >= atMs);
  const last = samples.at(-1);
  const bad = samples.find(({ phase, aborted }) => aborted || phase === 'Degraded');
  const figures = figuresOf(timeline, update, atMs);
  const beyond = (value: number | undefined, usual: number | undefined): number | undefined =>
    value === undefined ? undefined : Math.max(0, value - (usual ?? 0));
  return {
    mishap,
    outcome: figures.outageMs > calm.outageMs ? 'outage' : endOf(last, update, mishap),
    detectedMs: bad === undefined ? undefined : bad.atMs - atMs,
    failed: beyond(figures.failed, calm.failed),
    hit: beyond(figures.hit, calm.hit),
    leastAvailable: Number.isFinite(figures.leastAvailable) ? figures.leastAvailable : 0,
    outageMs: Math.max(0, figures.outageMs - calm.outageMs),
    settledMs: (last?.atMs ?? atMs) - atMs,
    manualSteps: timeline.entries.filter(
      (entry) => entry.kind === 'action' && entry.action.do === 'run' && entry.atMs > atMs && entry.automatic === true,
    ).length,
  };
}

/** What one sees of a workload at the end of a run. */
function endOf(
  last: ReturnType<typeof sampleWorkload>[number] | undefined,
  { oldHash }: Update,
  { isHuman }: Mishap,
): DrillOutcome {
  if (last === undefined) return 'stuck';
  const isOld = last.stableHash === oldHash;
  if (last.aborted && isOld) return isHuman ? 'called off' : 'back';
  switch (last.phase) {
    case 'Healthy':
      return isOld && last.newestHash === oldHash ? 'called off' : 'through';
    case 'Paused':
    case 'Degraded':
      return 'waits';
    default:
      return 'stuck';
  }
}

/** Changes of a Rollout that help against an outcome, each with the mishaps that it is tried under. */
function triedFixes(
  { workload }: Update,
  rows: readonly DrillRow[],
  rowUnder: (mishap: Mishap, fix: readonly WorldChange[]) => DrillRow,
): readonly TriedFix[] {
  const waiting = rows.filter(({ outcome }) => outcome === 'waits' || outcome === 'stuck');
  if (workload.kind !== 'Rollout' || waiting.length === 0) return [];
  const { kind, namespace, name } = workload;
  const path = 'spec.progressDeadlineAbort';
  const fix: WorldChange = { change: 'field', object: { kind, namespace, name }, path, value: true };
  const after = waiting.map(({ mishap }) => rowUnder(mishap, [fix]));
  const helped = after.filter(({ outcome }) => outcome !== 'waits' && outcome !== 'stuck').length;
  return [{ text: 'progressDeadlineAbort: true', helped, of: rows.length, outcome: 'waits' }];
}

/** Rows of one kind of mishap that came out alike, as one. */
export interface FoldedRow {
  readonly title: string;
  /** When it happened: the stages; none: from the start of the update. */
  readonly stages: readonly string[];
  /** Whether it came out so at every stage. */
  readonly isEverywhere: boolean;
  /** The worst of them. */
  readonly worst: DrillRow;
  readonly rows: readonly DrillRow[];
}

/** Equal rows as one, in the order of harm. */
export function foldRows(rows: readonly DrillRow[]): readonly FoldedRow[] {
  const folded = new Map<string, DrillRow[]>();
  for (const row of rows) {
    const key = `${row.mishap.group}\n${row.outcome}`;
    const known = folded.get(key);
    if (known === undefined) folded.set(key, [row]);
    else known.push(row);
  }
  const sizes = new Map<string, number>();
  for (const { mishap } of rows) sizes.set(mishap.group, (sizes.get(mishap.group) ?? 0) + 1);
  return [...folded.values()].flatMap((alike): readonly FoldedRow[] => {
    const [worst] = alike;
    if (worst === undefined) return [];
    const { title, group } = worst.mishap;
    const stages = alike.flatMap(({ mishap }) => mishap.stage ?? []);
    return [{ title, stages, isEverywhere: alike.length === sizes.get(group) && alike.length > 1, worst, rows: alike }];
  });
}
