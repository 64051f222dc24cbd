import { momentsOf } from '../report/moments.ts';
import type { Moment } from '../report/moment.ts';
import {
  type CourseAt,
  courseOf,
  type Mark,
  marksOf,
  type MeasurementAt,
  measurementsOf,
} from '../report/lanes/course.ts';
import { POD_GROUPS, type PodsAt, podsLane } from '../report/lanes/pods.ts';
import { type Danger, dangersOf, type FlowLane, requestLanes } from '../report/lanes/requests.ts';
import { type Workload, belongingsOf } from '../report/lanes/workloads.ts';
import type { Timeline } from '../timeline/timeline.ts';
import type { PageRun } from './payload.ts';

/** What is drawn of a workload. */
export interface WorkloadLanes {
  readonly workload: Workload;
  readonly course: readonly CourseAt[];
  readonly pods: readonly PodsAt[];
  readonly flows: readonly FlowLane[];
  readonly dangers: readonly Danger[];
  readonly measurements: readonly MeasurementAt[];
  readonly marks: readonly Mark[];
  /** Where the page opens: when most was wrong. */
  readonly worstMs: number;
}

/** A run as the page looks at it. What costs time is made when it is first asked for. */
export class Run {
  readonly label: string;
  readonly timeline: Timeline;
  /** The right edge of the clock: the end of the run and a little more, so that what ends it can be seen. */
  readonly edgeMs: number;
  readonly workloads: readonly Workload[];
  readonly #lanes = new Map<number, WorkloadLanes>();
  #moments: readonly Moment[] | undefined;

  constructor({ label, timeline }: PageRun) {
    this.label = label;
    this.timeline = timeline;
    this.edgeMs = Math.ceil((Math.max(timeline.header.totals.endMs, 1000) * 1.03) / 1000) * 1000;
    this.workloads = belongingsOf(timeline).list;
  }

  get endMs(): number {
    return this.timeline.header.totals.endMs;
  }

  get moments(): readonly Moment[] {
    return (this.#moments ??= momentsOf(this.timeline));
  }

  lanes(index: number): WorkloadLanes | undefined {
    const workload = this.workloads[index];
    let lanes = this.#lanes.get(index);
    if (lanes === undefined && workload !== undefined) {
      lanes = lanesOf(this.timeline, workload, index);
      this.#lanes.set(index, lanes);
    }
    return lanes;
  }
}

function lanesOf(timeline: Timeline, workload: Workload, index: number): WorkloadLanes {
  const course = courseOf(timeline, workload);
  const flows = requestLanes(timeline, workload);
  const marks = marksOf(timeline, index, course);
  const pods = podsLane(timeline, index);
  const lanes = {
    workload,
    course,
    pods,
    flows,
    dangers: dangersOf(flows),
    measurements: measurementsOf(timeline, index),
    marks,
  };
  return { ...lanes, worstMs: worstMoment(lanes) };
}

/** The worst sample of a danger, else an abort, a fault, the fewest ready pods after the first update, or the first action. */
function worstMoment({ flows, dangers, marks, pods }: Omit<WorkloadLanes, 'worstMs'>): number {
  let worst = { share: 0, atMs: 0 };
  for (const { samples } of flows) {
    for (const { atMs, requests, errors } of samples) {
      const isDanger = dangers.some(({ fromMs, toMs }) => atMs >= fromMs && atMs < toMs);
      const share = isDanger && requests > 0 ? errors / requests : 0;
      if (share > worst.share) worst = { share, atMs };
    }
  }
  if (worst.share > 0) return worst.atMs;
  const mark = marks.find(({ kind }) => kind === 'abort') ?? marks.find(({ kind }) => kind === 'fault');
  if (mark !== undefined) return mark.atMs;
  const first = marks.find(({ kind, atMs }) => kind === 'action' && atMs > 0);
  if (first === undefined) return pods.at(-1)?.atMs ?? 0;
  const ready = ({ versions }: PodsAt): number => versions.reduce((sum, each) => sum + each.ready, 0);
  const later = pods.filter(({ atMs }) => atMs >= first.atMs);
  const lowest = Math.min(...later.map(ready));
  return later.find((at) => ready(at) === lowest)?.atMs ?? first.atMs;
}

/** The workload that a page opens with: the one with the most failures in dangers, else the first that was aborted, else the first. */
export function worstWorkload(run: Run): number {
  const harm = run.workloads.map((_, index) => {
    const lanes = run.lanes(index);
    const errors = lanes?.dangers.reduce((sum, danger) => sum + danger.errors, 0) ?? 0;
    return errors > 0 ? errors : lanes?.marks.some(({ kind }) => kind === 'abort') === true ? 0.5 : 0;
  });
  return Math.max(0, harm.indexOf(Math.max(...harm)));
}

/** Figures of a workload for the table of workloads and for comparing runs. */
export interface Figures {
  readonly phase: string;
  readonly requests: number;
  readonly failed: number;
  readonly hurt: number | undefined;
  readonly users: number | undefined;
  /** The fewest ready pods after the workload first had all that it wants; undefined: it never had. */
  readonly lowest: number | undefined;
  readonly wanted: number;
  readonly abortedMs: number | undefined;
  readonly mostPods: number;
}

export function figuresOf({ course, pods, flows, marks }: WorkloadLanes): Figures {
  const all = flows.flatMap(({ samples }) => samples);
  const hurts = flows.flatMap(({ samples }) => samples.findLast(({ hurt }) => hurt !== undefined)?.hurt ?? []);
  const users = flows.flatMap(({ flow }) => flow.users ?? []);
  const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
  const ready = pods.map(({ versions }) => total(versions.map((each) => each.ready)));
  const wanted = course.at(-1)?.sample.desired ?? Math.max(0, ...ready);
  const firstFull = ready.findIndex((count) => count >= wanted && count > 0);
  return {
    phase: course.at(-1)?.sample.phase ?? '',
    requests: total(all.map(({ requests }) => requests)),
    failed: total(all.map(({ errors }) => errors)),
    hurt: hurts.length === 0 ? undefined : total(hurts),
    users: users.length === 0 ? undefined : total(users),
    lowest: firstFull < 0 ? undefined : Math.min(...ready.slice(firstFull)),
    wanted,
    abortedMs: marks.find(({ kind }) => kind === 'abort')?.atMs,
    mostPods: Math.max(
      0,
      ...pods.map(({ versions }) => total(versions.map((each) => total(POD_GROUPS.map((group) => each[group]))))),
    ),
  };
}

/** The first instant at which two runs differ; undefined: they do not. Compares what was written and told, not how often reconciles ran. */
export function firstDifferenceMs(a: Timeline, b: Timeline): number | undefined {
  const count = Math.max(a.entries.length, b.entries.length);
  for (let index = 0; index < count; index += 1) {
    const [one, other] = [a.entries[index], b.entries[index]];
    if (one === undefined || other === undefined) return (one ?? other)?.atMs;
    if (one.atMs !== other.atMs) return Math.min(one.atMs, other.atMs);
    if (one.atMs > 0 && JSON.stringify(contentOf(one)) !== JSON.stringify(contentOf(other))) return one.atMs;
  }
  return undefined;
}

/** What an entry says happened. */
function contentOf(entry: Timeline['entries'][number]): unknown {
  if (entry.kind !== 'change') return entry;
  return { object: entry.object, spec: specOf(entry.after), status: statusOf(entry.after) };
}

function specOf(object: object | undefined): unknown {
  return object !== undefined && 'spec' in object ? object.spec : undefined;
}

function statusOf(object: object | undefined): unknown {
  return object !== undefined && 'status' in object ? object.status : undefined;
}
