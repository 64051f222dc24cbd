import { formatSpan } from '../../text/durations.ts';
import type { CourseAt, Mark, MeasurementAt } from './course.ts';
import { NO_PODS, POD_GROUPS, type PodsAt } from './pods.ts';
import type { FlowLane, RequestsAt } from './requests.ts';

/** The part of a run that is drawn, in milliseconds of it. */
export interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * What a lane is made of. `x` is a share of the width, from 0 to 1, and may lie outside; `y` is in pixels from the top. The look of a class is the page's.
 * Areas and lines run in steps: a value holds until the next point.
 */
export type Shape =
  | {
      readonly type: 'area';
      readonly look: string;
      readonly points: readonly (readonly [x: number, top: number, bottom: number])[];
    }
  | { readonly type: 'line'; readonly look: string; readonly points: readonly (readonly [x: number, y: number])[] }
  | {
      readonly type: 'rect';
      readonly look: string;
      readonly from: number;
      readonly to: number;
      readonly top: number;
      readonly bottom: number;
      readonly label?: string;
    }
  | {
      readonly type: 'sign';
      readonly look: string;
      readonly x: number;
      readonly y: number;
      readonly sign: string;
      readonly title: string;
    }
  | { readonly type: 'text'; readonly look: string; readonly x: number; readonly y: number; readonly text: string };

export interface Drawing {
  readonly height: number;
  readonly shapes: readonly Shape[];
}

/** Stretches of the width that are told apart: more points cannot be seen. */
const COLUMNS = 400;

/** Pixels of a character, and of the width for which labels are laid out. */
const CHARACTER = 6.4;
export const NOMINAL_WIDTH = 1000;

export function share(atMs: number, { fromMs, toMs }: Stretch): number {
  return (atMs - fromMs) / Math.max(1, toMs - fromMs);
}

/** The items that are in force somewhere in the stretch, at most one a column: the last of it. */
export function visible<T extends { readonly atMs: number }>(lane: readonly T[], stretch: Stretch): readonly T[] {
  const shown: T[] = [];
  let column = -Infinity;
  for (const item of lane) {
    if (item.atMs >= stretch.toMs) break;
    const place = item.atMs <= stretch.fromMs ? -1 : Math.floor(share(item.atMs, stretch) * COLUMNS);
    if (place === column) shown[shown.length - 1] = item;
    else shown.push(item);
    column = place;
  }
  return shown;
}

/** Round times for an axis, about ten. */
export function ticksOf({ fromMs, toMs }: Stretch): readonly { readonly atMs: number; readonly label: string }[] {
  const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400];
  const seconds = (toMs - fromMs) / 1000;
  const step = 1000 * (steps.find((one) => seconds / one <= 11) ?? Math.ceil(seconds / 11 / 86_400) * 86_400);
  const first = Math.ceil(fromMs / step) * step;
  const count = Math.max(0, Math.floor((toMs - first) / step) + 1);
  return Array.from({ length: count }, (_, index) => {
    const atMs = first + index * step;
    return {
      atMs,
      label: formatSpan(atMs)
        .replace(/(\d[hm])0m?0s$/, '$1')
        .replace(/(\d[hm])0s$/, '$1'),
    };
  });
}

/** The pods of all versions, stacked: ready, starting, unready and terminating ones, version by version, and a line at what is wanted. */
export function drawPods(pods: readonly PodsAt[], course: readonly CourseAt[], stretch: Stretch): Drawing {
  const height = 76;
  const most = Math.max(
    1,
    ...pods.map(({ versions }) =>
      versions.reduce((sum, each) => sum + POD_GROUPS.reduce((n, group) => n + each[group], 0), 0),
    ),
    ...course.map(({ sample }) => sample.desired),
  );
  const y = (count: number): number => height - 2 - (count / most) * (height - 8);
  const shown = visible(pods, stretch);
  const versionCount = pods[0]?.versions.length ?? 0;
  const shapes: Shape[] = [];
  const base = shown.map(() => 0);
  for (let version = 0; version < versionCount; version += 1) {
    for (const group of POD_GROUPS) {
      const points = shown.map((at, index) => {
        const bottom = base[index] ?? 0;
        const top = bottom + (at.versions[version] ?? NO_PODS)[group];
        base[index] = top;
        return [share(at.atMs, stretch), y(top), y(bottom)] as const;
      });
      if (points.some(([, top, bottom]) => top !== bottom))
        shapes.push({ type: 'area', look: `v${version} pods-${group}`, points });
    }
  }
  const wanted = visible(course, stretch).map((at) => [share(at.atMs, stretch), y(at.sample.desired)] as const);
  if (wanted.length > 0) shapes.push({ type: 'line', look: 'wanted', points: wanted });
  return { height, shapes };
}

/** The canary's weight: an area at what the router was given, a line at what the steps ask for. */
export function drawWeights(course: readonly CourseAt[], version: number, stretch: Stretch): Drawing {
  const height = 34;
  const y = (percent: number): number => height - 2 - (percent / 100) * (height - 6);
  const shown = visible(course, stretch);
  const given = shown.map((at) => [share(at.atMs, stretch), y(at.given ?? 0), y(0)] as const);
  const asked = shown.map(
    (at) =>
      [
        share(at.atMs, stretch),
        y(at.given === undefined || at.stableHash === at.currentHash ? 0 : (at.asked ?? 0)),
      ] as const,
  );
  return {
    height,
    shapes: [
      { type: 'area', look: `v${version} pods-ready`, points: given },
      { type: 'line', look: 'wanted', points: asked },
    ],
  };
}

/** What all flows had in one column. */
interface Column {
  readonly atMs: number;
  readonly requests: number;
  readonly errors: number;
  readonly unrouted: number;
  readonly versions: readonly number[];
}

/** The requests of all flows by columns of the stretch; a sample that spans several is spread evenly over them. Counts become rates: requests a second. */
export function columnsOf(lanes: readonly FlowLane[], versions: number, stretch: Stretch): readonly Column[] {
  const widthMs = (stretch.toMs - stretch.fromMs) / COLUMNS;
  const columns = Array.from({ length: COLUMNS }, () => ({
    requests: 0,
    errors: 0,
    unrouted: 0,
    versions: new Array<number>(versions).fill(0),
  }));
  for (const { samples } of lanes) {
    for (const sample of samples) {
      if (sample.toMs > stretch.fromMs && sample.atMs < stretch.toMs) spread(sample, columns, stretch, widthMs);
    }
  }
  return columns.map((column, index) => ({ atMs: stretch.fromMs + index * widthMs, ...column }));
}

function spread(
  sample: RequestsAt,
  columns: readonly { requests: number; errors: number; unrouted: number; versions: number[] }[],
  stretch: Stretch,
  widthMs: number,
): void {
  const first = Math.max(0, Math.floor((sample.atMs - stretch.fromMs) / widthMs));
  const last = Math.min(columns.length - 1, Math.ceil((sample.toMs - stretch.fromMs) / widthMs) - 1);
  const lengthMs = Math.max(1, sample.toMs - sample.atMs);
  for (let index = first; index <= last; index += 1) {
    const column = columns[index];
    if (column === undefined) continue;
    const fromMs = stretch.fromMs + index * widthMs;
    const overlapMs = Math.min(sample.toMs, fromMs + widthMs) - Math.max(sample.atMs, fromMs);
    // Requests of the overlap, as a rate over the column.
    const rate = (overlapMs / lengthMs) * (1000 / widthMs);
    column.requests += sample.requests * rate;
    column.errors += sample.errors * rate;
    column.unrouted += sample.unrouted * rate;
    for (const [version, each] of sample.versions.entries()) {
      column.versions[version] = (column.versions[version] ?? 0) + each.requests * rate;
    }
  }
}

/** Requests a second, stacked by version; on top those that found no pod. */
export function drawRequests(columns: readonly Column[], stretch: Stretch): Drawing {
  const height = 60;
  const most = Math.max(
    1e-9,
    ...columns.map(({ requests, unrouted, versions }) => Math.max(requests, unrouted + sum(versions))),
  );
  const y = (rate: number): number => height - 2 - (rate / most) * (height - 8);
  const shapes: Shape[] = [];
  const base = columns.map(() => 0);
  const stack = (look: string, value: (column: Column) => number): void => {
    const points = columns.map((column, index) => {
      const bottom = base[index] ?? 0;
      const top = bottom + value(column);
      base[index] = top;
      return [share(column.atMs, stretch), y(top), y(bottom)] as const;
    });
    if (points.some(([, top, bottom]) => top !== bottom)) shapes.push({ type: 'area', look, points });
  };
  for (const version of columns[0]?.versions.keys() ?? [])
    stack(`v${version} pods-ready`, (column) => column.versions[version] ?? 0);
  stack('unrouted', ({ unrouted }) => unrouted);
  return { height, shapes };
}

/** The share of requests that failed, against what the objective allows. `allowed`: of 1; undefined without an objective. */
export function drawFailures(
  columns: readonly Column[],
  allowed: number | undefined,
  stretch: Stretch,
): Drawing & { readonly most: number } {
  const height = 50;
  const shares = columns.map(({ requests, errors }) => (requests > 0 ? Math.min(1, errors / requests) : 0));
  const worst = Math.max(0, ...shares);
  const most = niceShare(Math.max(worst, 2 * (allowed ?? 0), 0.01));
  const y = (value: number): number => height - 2 - (value / most) * (height - 8);
  const points = columns.map((column, index) => [share(column.atMs, stretch), y(shares[index] ?? 0), y(0)] as const);
  const shapes: Shape[] = worst > 0 ? [{ type: 'area', look: 'failed', points }] : [];
  if (allowed !== undefined)
    shapes.push({
      type: 'line',
      look: 'objective',
      points: [
        [0, y(allowed)],
        [1, y(allowed)],
      ],
    });
  return { height, shapes, most };
}

/** The next of 1 %, 2 %, 5 %, 10 %, … */
function niceShare(value: number): number {
  return [0.01, 0.02, 0.05, 0.1, 0.2, 0.5].find((one) => value <= one) ?? 1;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

const PHASE_LOOKS: ReadonlyMap<string, string> = new Map([
  ['Healthy', 'phase-healthy'],
  ['Progressing', 'phase-progressing'],
  ['Paused', 'phase-paused'],
  ['Degraded', 'phase-degraded'],
]);

interface Band {
  readonly from: number;
  readonly to: number;
  readonly key: string;
  readonly at: CourseAt;
}

/** Neighbours of one key as one band. */
function bandsOf(
  course: readonly CourseAt[],
  keyOf: (at: CourseAt) => string,
  stretch: Stretch,
  endMs: number,
): readonly Band[] {
  const bands: Band[] = [];
  for (const [index, at] of course.entries()) {
    const toMs = course[index + 1]?.atMs ?? endMs;
    const key = keyOf(at);
    const last = bands.at(-1);
    if (last?.key === key) bands[bands.length - 1] = { ...last, to: share(toMs, stretch) };
    else bands.push({ from: share(at.atMs, stretch), to: share(toMs, stretch), key, at });
  }
  return bands.filter(({ from, to }) => to > 0 && from < 1 && to > from);
}

/** The steps of the update, each from its beginning to its end. */
export function drawSteps(course: readonly CourseAt[], stretch: Stretch, endMs: number): Drawing {
  const height = 22;
  const keyOf = ({ sample, steps, stableHash, currentHash }: CourseAt): string => {
    const isUnderWay = steps.length > 0 && stableHash !== undefined && stableHash !== currentHash;
    if (!isUnderWay || sample.step === undefined) return '';
    if (sample.aborted) return 'aborted';
    return `${sample.step.index}/${steps.length}/${currentHash ?? ''}`;
  };
  const shapes = bandsOf(course, keyOf, stretch, endMs).flatMap(({ from, to, key, at }): readonly Shape[] => {
    if (key === '') return [];
    const stepIndex = at.sample.step?.index ?? 0;
    const label = key === 'aborted' ? 'aborted' : (at.steps[stepIndex] ?? 'all steps done');
    return [
      {
        type: 'rect',
        look: key === 'aborted' ? 'step-aborted' : `step${stepIndex % 2}`,
        from,
        to,
        top: 2,
        bottom: height - 2,
        label: fitted(label, from, to),
      },
    ];
  });
  return { height, shapes };
}

/** The phase, in quiet colours. */
export function drawPhases(course: readonly CourseAt[], stretch: Stretch, endMs: number): Drawing {
  const height = 18;
  const shapes = bandsOf(course, ({ sample }) => sample.phase, stretch, endMs).map(({ from, to, key }): Shape => ({
    type: 'rect',
    look: PHASE_LOOKS.get(key) ?? 'phase-unknown',
    from,
    to,
    top: 2,
    bottom: height - 2,
    label: fitted(key, from, to),
  }));
  return { height, shapes };
}

/** A label as far as it fits between two places; empty if nothing worth reading does. */
export function fitted(label: string, from: number, to: number): string {
  const room = Math.floor(((Math.min(1, to) - Math.max(0, from)) * NOMINAL_WIDTH - 8) / CHARACTER);
  if (label.length <= room) return label;
  return room < 4 ? '' : `${label.slice(0, room - 1)}…`;
}

/** Measurements by metric, one row each. */
export function drawMeasurements(
  measurements: readonly MeasurementAt[],
  stretch: Stretch,
): Drawing & { readonly metrics: readonly string[] } {
  const metrics = [...new Set(measurements.map(({ metric }) => metric))];
  const rowHeight = 18;
  const shapes = measurements.flatMap(({ atMs, metric, phase, value }): readonly Shape[] => {
    const x = share(atMs, stretch);
    if (x < 0 || x > 1) return [];
    const { sign, look } = measurementLook(phase);
    return [
      {
        type: 'sign',
        look,
        x,
        y: metrics.indexOf(metric) * rowHeight + 13,
        sign,
        title: `${formatSpan(atMs)} ${metric}: ${phase} ${value}`,
      },
    ];
  });
  return { height: Math.max(1, metrics.length) * rowHeight, shapes, metrics };
}

export function measurementLook(phase: string): { readonly sign: string; readonly look: string } {
  if (phase === 'Successful') return { sign: '●', look: 'good' };
  if (phase === 'Failed') return { sign: '◆', look: 'bad' };
  return phase === 'Error' ? { sign: '✖', look: 'bad' } : { sign: '▲', look: 'wait' };
}

const MARK_SIGNS: Readonly<
  Record<Mark['kind'], { readonly sign: string; readonly look: string; readonly rank: number }>
> = {
  expectation: { sign: '✖', look: 'bad', rank: 0 },
  abort: { sign: '✖', look: 'bad', rank: 1 },
  analysis: { sign: '◆', look: 'bad', rank: 2 },
  fault: { sign: '⚡', look: 'bad', rank: 3 },
  switch: { sign: '◆', look: 'strong', rank: 4 },
  stable: { sign: '✔', look: 'good', rank: 5 },
  action: { sign: '▼', look: 'strong', rank: 6 },
  failure: { sign: '▲', look: 'wait', rank: 7 },
  finding: { sign: '▲', look: 'wait', rank: 8 },
};

export function markLook(kind: Mark['kind']): { readonly sign: string; readonly look: string } {
  return MARK_SIGNS[kind];
}

const MARK_ROWS = 3;
const MARK_ROW_HEIGHT = 15;

/** Marks with their labels, the important ones first to get a place; one without a place keeps its sign, and its label as its title. */
export function drawMarks(marks: readonly Mark[], stretch: Stretch): Drawing {
  const taken: { from: number; to: number }[][] = Array.from({ length: MARK_ROWS }, () => []);
  const shapes: Shape[] = [];
  const inside = marks.filter(({ atMs }) => atMs >= stretch.fromMs && atMs <= stretch.toMs);
  const ranked = [...inside].sort((a, b) => MARK_SIGNS[a.kind].rank - MARK_SIGNS[b.kind].rank || a.atMs - b.atMs);
  for (const { atMs, kind, label } of ranked) {
    const x = share(atMs, stretch);
    const { sign, look } = MARK_SIGNS[kind];
    const text = label.length > 34 ? `${label.slice(0, 33)}…` : label;
    const width = (text.length + 3) * (CHARACTER / NOMINAL_WIDTH);
    const isLeft = x + width > 1;
    const [from, to] = isLeft ? [x - width, x + 0.008] : [x - 0.008, x + width];
    const free = (a: number, b: number): number =>
      taken.findIndex((row) => row.every((other) => b < other.from || a > other.to));
    const row = free(from, to);
    const title = `${formatSpan(atMs)} ${label}`;
    if (row < 0) {
      shapes.push({
        type: 'sign',
        look,
        x,
        y: Math.max(0, free(x - 0.008, x + 0.008)) * MARK_ROW_HEIGHT + 12,
        sign,
        title,
      });
      continue;
    }
    taken[row]?.push({ from, to });
    const y = row * MARK_ROW_HEIGHT + 12;
    shapes.push({ type: 'sign', look, x, y, sign, title });
    shapes.push({ type: 'text', look: isLeft ? `${look} to-left` : look, x, y, text });
  }
  const rows = taken.filter((row) => row.length > 0).length;
  return { height: Math.max(1, rows) * MARK_ROW_HEIGHT + 4, shapes };
}

/** The path of an area or a line in steps, in a box of `width` pixels, up to its right edge. */
export function stepPath(shape: Extract<Shape, { type: 'area' | 'line' }>, width: number): string {
  const round = (value: number): string => String(Math.round(value * 100) / 100);
  const x = (value: number): string => round(Math.max(0, Math.min(1, value)) * width);
  if (shape.type === 'line') {
    const parts = shape.points.map(
      ([at, y], index) => `${index === 0 ? 'M' : 'H'}${x(at)}${index === 0 ? ` ${round(y)}` : `V${round(y)}`}`,
    );
    return `${parts.join('')}H${width}`;
  }
  const tops: string[] = [];
  const bottoms: string[] = [];
  let last: readonly [number, number] | undefined;
  for (const [at, top, bottom] of shape.points) {
    if (last !== undefined && last[0] === top && last[1] === bottom) continue;
    tops.push(tops.length === 0 ? `M${x(at)} ${round(top)}` : `H${x(at)}V${round(top)}`);
    bottoms.push(last === undefined ? `H${x(at)}Z` : `H${x(at)}V${round(last[1])}`);
    last = [top, bottom];
  }
  return last === undefined ? '' : `${tops.join('')}H${width}V${round(last[1])}${bottoms.reverse().join('')}`;
}
