import { actionsAbout } from '../../timeline/facts/actions.ts';
import { findRollout, newerName, weightText } from '../../timeline/facts/rollouts.ts';
import { sampleWorkload, type WorkloadSample } from '../../timeline/facts/samples.ts';
import { serviceSwitches } from '../../timeline/facts/services.ts';
import type { WorkloadName } from '../../timeline/facts/workloads.ts';
import { stateAt } from '../../timeline/state.ts';
import type { ActionEntry, Timeline } from '../../timeline/timeline.ts';
import { imageTag } from '../../world/actions/action-kind.ts';
import { actionLabel } from '../../world/actions/actions.ts';

/** All times in seconds of the run. */

export type Series = 'stable' | 'canary' | 'older';

/** The pods of one role from a time on. */
export interface PodsRow {
  readonly t: number;
  readonly role: Series;
  /** Number of the stretch of time in which the role has pods or wants them: each is a line of its own. */
  readonly part: number;
  readonly available: number;
  readonly wanted: number;
  /** Whether `available` differs from the row before. */
  readonly turn: boolean;
}

/** A stretch of time with a name: a weight in force, a phase. */
export interface BandRow {
  readonly from: number;
  readonly to: number;
  readonly label: string;
}

/** Something done or reached at one time. */
export interface MarkRow {
  readonly t: number;
  readonly label: string;
  readonly kind: 'action' | 'stable';
}

export interface ChartData {
  readonly end: number;
  readonly replicas: readonly { readonly t: number; readonly replicas: number }[];
  readonly pods: readonly PodsRow[];
  readonly weights: readonly BandRow[];
  readonly phases: readonly BandRow[];
  readonly marks: readonly MarkRow[];
  /** What the chart calls the pods of each role. */
  readonly names: Readonly<Record<Series, string>>;
}

/** What the chart of a rollout shows, from its samples. */
export function chartData(timeline: Timeline, name: WorkloadName): ChartData {
  const samples = sampleWorkload(timeline, name);
  const lastMs = Math.max(timeline.header.totals.endMs, samples.at(-1)?.atMs ?? 0, 1000);
  const end = lastMs / 1000;
  return {
    end,
    replicas: withEnd(
      samples.map((sample) => ({ t: sample.atMs / 1000, replicas: sample.desired })),
      end,
    ),
    pods: podsRows(samples, end),
    weights: bands(samples, end, weightLabel),
    phases: bands(samples, end, (sample) => sample.phase.toLowerCase()),
    marks: marksOf(timeline, name, samples),
    names: roleNames(timeline, name, lastMs),
  };
}

function roleNames(timeline: Timeline, name: WorkloadName, lastMs: number): ChartData['names'] {
  if (name.kind === 'Deployment') return { stable: 'current', canary: 'new', older: 'older' };
  if (name.kind === 'Experiment') return { stable: 'stable', canary: 'experiment', older: 'older' };
  return { stable: 'stable', canary: newerName(findRollout(stateAt(timeline, lastMs), name)), older: 'older' };
}

function withEnd<T extends { readonly t: number }>(rows: readonly T[], end: number): readonly T[] {
  const last = rows.at(-1);
  return last === undefined || last.t >= end ? rows : [...rows, { ...last, t: end }];
}

function podsRows(samples: readonly WorkloadSample[], end: number): readonly PodsRow[] {
  const roles: readonly Series[] = ['stable', 'canary', 'older'];
  return roles.flatMap((role) => parts(samples, role).flatMap((part) => withEndOfPart(part, end)));
}

/** The stretches in which the role has pods or wants them, each closed by the row at which it has none any more. */
function parts(samples: readonly WorkloadSample[], role: Series): readonly (readonly PodsRow[])[] {
  const found: PodsRow[][] = [];
  let open: PodsRow[] | undefined;
  for (const sample of samples) {
    const { available, desired: wanted } = sample[role];
    const isThere = available > 0 || wanted > 0;
    if (!isThere && open === undefined) continue;
    if (open === undefined) found.push((open = []));
    const turn = available !== (open.at(-1)?.available ?? 0);
    open.push({ t: sample.atMs / 1000, role, part: found.length, available, wanted, turn });
    if (!isThere) open = undefined;
  }
  return found;
}

function withEndOfPart(part: readonly PodsRow[], end: number): readonly PodsRow[] {
  const last = part.at(-1);
  if (last === undefined || last.t >= end || (last.available === 0 && last.wanted === 0)) return part;
  return [...part, { ...last, t: end, turn: false }];
}

/** `20%` while an update is on its way by steps; empty otherwise. */
function weightLabel({ step, phase, weights }: WorkloadSample): string {
  const isUnderWay = step !== undefined && (phase === 'Progressing' || phase === 'Paused');
  return isUnderWay && weights !== undefined ? weightText(weights.set, weights.max) : '';
}

function bands(
  samples: readonly WorkloadSample[],
  end: number,
  label: (sample: WorkloadSample) => string,
): readonly BandRow[] {
  const rows: BandRow[] = [];
  for (const [index, sample] of samples.entries()) {
    const from = sample.atMs / 1000;
    const to = (samples[index + 1]?.atMs ?? end * 1000) / 1000;
    const text = label(sample);
    const last = rows.at(-1);
    if (last !== undefined && last.label === text && last.to === from) rows[rows.length - 1] = { ...last, to };
    else rows.push({ from, to, label: text });
  }
  return rows.filter((row) => row.label !== '' && row.to > row.from);
}

const LABEL_LENGTH = 32;
const TAG_LENGTH = 24;

/** What was done, as short as a chart wants it: `set image yellow`, `promote`, `node node-2 fails`. */
function markLabel(entry: ActionEntry): string {
  const label = actionLabel(entry);
  return label.length > LABEL_LENGTH ? `${label.slice(0, LABEL_LENGTH - 1)}…` : label;
}

function marksOf(timeline: Timeline, name: WorkloadName, samples: readonly WorkloadSample[]): readonly MarkRow[] {
  const marks = actionsAbout(timeline, name).map((entry): MarkRow => ({
    t: entry.atMs / 1000,
    label: markLabel(entry),
    kind: 'action',
  }));
  let stable: string | undefined;
  let before = stateAt(timeline, -1);
  for (const { atMs, stableHash, images, revision, versions } of samples) {
    const state = stateAt(timeline, atMs);
    if (stable !== undefined && stableHash !== undefined && stableHash !== stable) {
      const tag = imageTag(images[0] ?? '').slice(0, TAG_LENGTH);
      marks.push({ t: atMs / 1000, label: `revision ${revision ?? '?'} (${tag}) is stable`, kind: 'stable' });
    }
    stable = stableHash ?? stable;
    const rollout = name.kind === 'Rollout' ? findRollout(state, name) : undefined;
    for (const { role, to } of serviceSwitches(rollout, name.namespace, before, state)) {
      if (role !== 'active') continue;
      const fresh = versions.find(({ hash }) => hash === to);
      marks.push({ t: atMs / 1000, label: `revision ${fresh?.revision ?? to} is active`, kind: 'stable' });
    }
    before = state;
  }
  return marks.sort((a, b) => a.t - b.t || (a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : 0));
}
