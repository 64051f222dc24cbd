import type { JSX } from 'preact';
import { useMemo, useRef } from 'preact/hooks';
import { formatSpan } from '../text/durations.ts';
import {
  columnsOf,
  type Drawing,
  drawFailures,
  drawMarks,
  drawMeasurements,
  drawPhases,
  drawPods,
  drawRequests,
  drawSteps,
  drawWeights,
  type Shape,
  share,
  stepPath,
  type Stretch,
  ticksOf,
} from '../report/lanes/draw.ts';
import { inForce, type PodCounts } from '../report/lanes/pods.ts';
import { ASSUMED_OBJECTIVE, type RequestsAt } from '../report/lanes/requests.ts';
import type { Workload } from '../report/lanes/workloads.ts';
import { grouped, percent } from '../report/traffic/words.ts';
import type { Clock } from './clock.ts';
import type { WorkloadLanes } from './model.ts';

/** A run's lanes, with its label where several runs are shown. */
export interface LabelledLanes {
  readonly label: string;
  readonly lanes: WorkloadLanes;
  readonly endMs: number;
}

interface Lane {
  readonly id: string;
  readonly name: string;
  readonly about: string;
  readonly draw: (run: LabelledLanes, stretch: Stretch) => Drawing;
  /** What the lane has at an instant, in a few words. */
  readonly value: (run: LabelledLanes, atMs: number) => string;
  readonly isEmpty: (run: LabelledLanes) => boolean;
}

const WIDTH = 1000;

function podsOf({ ready, starting, unready, terminating }: PodCounts): number {
  return ready + starting + unready + terminating;
}

export function sampleAt(samples: readonly RequestsAt[], atMs: number): RequestsAt | undefined {
  const sample = inForce(samples, atMs);
  return sample !== undefined && atMs < Math.max(sample.toMs, sample.atMs + 1) ? sample : undefined;
}

function totalAt({ lanes }: LabelledLanes, atMs: number): { requests: number; errors: number; perSecond: number } {
  let [requests, errors, perSecond] = [0, 0, 0];
  for (const { samples } of lanes.flows) {
    const sample = sampleAt(samples, atMs);
    if (sample === undefined) continue;
    requests += sample.requests;
    errors += sample.errors;
    perSecond += (1000 * sample.requests) / Math.max(1, sample.toMs - sample.atMs);
  }
  return { requests, errors, perSecond };
}

function allowedOf({ flows }: WorkloadLanes): number | undefined {
  return flows.length === 0 ? undefined : 1 - Math.min(...flows.map(({ flow }) => flow.objective ?? ASSUMED_OBJECTIVE));
}

/** The version whose weight the weight lane draws: the newest in the middle of the last update. */
function canaryIndex({ course, workload }: WorkloadLanes): number {
  const at = course.findLast(({ currentHash, stableHash }) => currentHash !== stableHash) ?? course.at(-1);
  return Math.max(
    0,
    workload.versions.findIndex(({ hash }) => hash === at?.currentHash),
  );
}

const LANES: readonly Lane[] = [
  {
    id: 'marks',
    name: 'What was done',
    about:
      'Commands, commits and faults (▼ ⚡), aborts and failed expectations (✖), failed analyses and Service switches (◆), promotions (✔), findings (▲).',
    draw: ({ lanes }, stretch) => drawMarks(lanes.marks, stretch),
    value: ({ lanes }, atMs) => lanes.marks.findLast((mark) => mark.atMs <= atMs)?.label ?? '',
    isEmpty: ({ lanes }) => lanes.marks.length === 0,
  },
  {
    id: 'steps',
    name: 'Step',
    about: 'The steps of the canary strategy, each from the instant at which it began.',
    draw: ({ lanes, endMs }, stretch) => drawSteps(lanes.course, stretch, endMs),
    value: ({ lanes }, atMs) => {
      const at = inForce(lanes.course, atMs);
      const index = at?.sample.step?.index;
      return at === undefined || index === undefined
        ? ''
        : `${Math.min(index, at.steps.length)} of ${at.steps.length} done`;
    },
    isEmpty: ({ lanes }) => lanes.course.every(({ steps }) => steps.length === 0),
  },
  {
    id: 'pods',
    name: 'Pods',
    about:
      'Pods of each version, stacked: ready (solid), starting (pale), unready (striped red), terminating (outlined). The dotted line is spec.replicas.',
    draw: ({ lanes }, stretch) => drawPods(lanes.pods, lanes.course, stretch),
    value: ({ lanes }, atMs) => {
      const counts = inForce(lanes.pods, atMs)?.versions ?? [];
      const ready = counts.reduce((sum, each) => sum + each.ready, 0);
      const all = counts.reduce((sum, each) => sum + podsOf(each), 0);
      return `${ready} of ${all} ready`;
    },
    isEmpty: ({ lanes }) => lanes.pods.length === 0,
  },
  {
    id: 'weight',
    name: 'Weight',
    about:
      'The weight that the traffic router was given for the canary (area), and the weight that the steps ask for (line).',
    draw: ({ lanes }, stretch) => drawWeights(lanes.course, canaryIndex(lanes), stretch),
    value: ({ lanes }, atMs) => {
      const at = inForce(lanes.course, atMs);
      if (at?.given === undefined) return '';
      return at.asked === undefined || at.asked === at.given ? `${at.given} %` : `${at.given} % (asked ${at.asked} %)`;
    },
    isEmpty: ({ lanes }) => lanes.course.every(({ given }) => given === undefined),
  },
  {
    id: 'requests',
    name: 'Requests',
    about: 'Requests a second by the version that answered, and those that found no pod (dark).',
    draw: ({ lanes }, stretch) =>
      drawRequests(columnsOf(lanes.flows, lanes.workload.versions.length, stretch), stretch),
    value: (run, atMs) => `${grouped(totalAt(run, atMs).perSecond)}/s`,
    isEmpty: ({ lanes }) => lanes.flows.length === 0,
  },
  {
    id: 'failed',
    name: 'Failed',
    about:
      'Requests that failed, of all requests. The line is what the objective allows (99.9 % where none is declared).',
    draw: ({ lanes }, stretch) =>
      drawFailures(columnsOf(lanes.flows, lanes.workload.versions.length, stretch), allowedOf(lanes), stretch),
    value: (run, atMs) => {
      const { requests, errors } = totalAt(run, atMs);
      return requests === 0 ? '–' : percent(errors / requests);
    },
    isEmpty: ({ lanes }) => lanes.flows.length === 0,
  },
  {
    id: 'measurements',
    name: 'Analysis',
    about: 'Measurements of each metric: successful (●), failed (◆), inconclusive (▲), error (✖).',
    draw: ({ lanes }, stretch) => drawMeasurements(lanes.measurements, stretch),
    value: ({ lanes }, atMs) => {
      const last = lanes.measurements.findLast((one) => one.atMs <= atMs);
      return last === undefined ? '' : `${last.metric} ${last.value}`;
    },
    isEmpty: ({ lanes }) => lanes.measurements.length === 0,
  },
  {
    id: 'phase',
    name: 'Phase',
    about: 'The phase of the Rollout.',
    draw: ({ lanes, endMs }, stretch) => drawPhases(lanes.course, stretch, endMs),
    value: ({ lanes }, atMs) => inForce(lanes.course, atMs)?.sample.phase ?? '',
    isEmpty: ({ lanes }) => lanes.course.length === 0,
  },
];

function ShapeOf({ shape }: { readonly shape: Shape }): JSX.Element | null {
  if (shape.type === 'area' || shape.type === 'line') {
    return <path class={`${shape.type} ${shape.look}`} d={stepPath(shape, WIDTH)} />;
  }
  if (shape.type !== 'rect') return null;
  const from = Math.max(0, shape.from) * WIDTH;
  const width = Math.max(0, Math.min(1, shape.to) * WIDTH - from);
  return <rect class={shape.look} x={from} y={shape.top} width={width} height={shape.bottom - shape.top} />;
}

/** Signs and labels: HTML over the picture, so that a wider page does not stretch letters. */
function LabelOf({ shape }: { readonly shape: Shape }): JSX.Element | null {
  if (shape.type === 'sign') {
    return (
      <span
        class={`sign ${shape.look}`}
        style={{ left: `${shape.x * 100}%`, top: `${shape.y - 12}px` }}
        title={shape.title}
      >
        {shape.sign}
      </span>
    );
  }
  if (shape.type === 'text') {
    return (
      <span class={`label ${shape.look}`} style={{ left: `${shape.x * 100}%`, top: `${shape.y - 12}px` }}>
        {shape.text}
      </span>
    );
  }
  if (shape.type !== 'rect' || shape.label === undefined || shape.label === '') return null;
  const from = Math.max(0, shape.from);
  const width = Math.min(1, shape.to) - from;
  return (
    <span class="inside" style={{ left: `${from * 100}%`, width: `${width * 100}%`, top: `${shape.top}px` }}>
      {shape.label}
    </span>
  );
}

/** A drawing does not change while the playhead moves. */
function Picture({
  lane,
  run,
  stretch,
}: {
  readonly lane: Lane;
  readonly run: LabelledLanes;
  readonly stretch: Stretch;
}): JSX.Element {
  const { height, shapes } = useMemo(() => lane.draw(run, stretch), [lane, run, stretch]);
  return (
    <div class="picture" style={{ height: `${height}px` }}>
      <svg viewBox={`0 0 ${WIDTH} ${height}`} preserveAspectRatio="none" aria-hidden="true">
        {shapes.map((shape, index) => (
          <ShapeOf key={index} shape={shape} />
        ))}
      </svg>
      {shapes.map((shape, index) => (
        <LabelOf key={index} shape={shape} />
      ))}
    </div>
  );
}

function Value({
  lane,
  run,
  clock,
}: {
  readonly lane: Lane;
  readonly run: LabelledLanes;
  readonly clock: Clock;
}): JSX.Element {
  return <b>{lane.value(run, clock.atMs.value)}</b>;
}

function LaneRow({
  lane,
  runs,
  clock,
}: {
  readonly lane: Lane;
  readonly runs: readonly LabelledLanes[];
  readonly clock: Clock;
}): JSX.Element {
  const stretch = clock.stretch.value;
  return (
    <div class={`lane lane-${lane.id}`}>
      <div class="name" title={lane.about}>
        {lane.name}
        {runs.map((run) => (
          <span key={run.label} class="value">
            {runs.length > 1 ? <i>{run.label}</i> : null}
            <Value lane={lane} run={run} clock={clock} />
          </span>
        ))}
      </div>
      <div class="pictures">
        {runs.map((run) => (
          <Picture key={run.label} lane={lane} run={run} stretch={stretch} />
        ))}
      </div>
    </div>
  );
}

function Dangers({ runs, clock }: { readonly runs: readonly LabelledLanes[]; readonly clock: Clock }): JSX.Element {
  const stretch = clock.stretch.value;
  return (
    <div class="dangers" aria-hidden="true">
      {runs.flatMap(({ label, lanes }) =>
        lanes.dangers.map(({ fromMs, toMs }) => {
          const from = Math.max(0, share(fromMs, stretch));
          const to = Math.min(1, share(toMs, stretch));
          return to <= 0 || from >= 1 ? null : (
            <i
              key={`${label}${fromMs}`}
              style={{ left: `${from * 100}%`, width: `${Math.max(0.15, (to - from) * 100)}%` }}
            />
          );
        }),
      )}
    </div>
  );
}

/** The playhead, and the axis: drag in the axis to zoom, anywhere else to move. */
export function LanesCard({
  runs,
  clock,
}: {
  readonly runs: readonly LabelledLanes[];
  readonly clock: Clock;
}): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  const stretch = clock.stretch.value;
  const shown = LANES.filter((lane) => runs.some((run) => !lane.isEmpty(run)));
  const atOf = (event: PointerEvent): number => {
    const area = box.current?.querySelector('.axis')?.getBoundingClientRect();
    if (area === undefined || area.width === 0) return 0;
    const { fromMs, toMs } = clock.stretch.peek();
    return fromMs + Math.max(0, Math.min(1, (event.clientX - area.left) / area.width)) * (toMs - fromMs);
  };
  const startDrag = (event: PointerEvent): void => {
    if (event.button !== 0 || !(event.currentTarget instanceof HTMLElement)) return;
    const onLanes = event.currentTarget;
    const move = (next: PointerEvent): void => clock.moveTo(atOf(next));
    const stop = (): void => onLanes.removeEventListener('pointermove', move);
    onLanes.setPointerCapture(event.pointerId);
    onLanes.addEventListener('pointermove', move);
    onLanes.addEventListener('pointerup', stop, { once: true });
    onLanes.addEventListener('pointercancel', stop, { once: true });
    move(event);
  };
  return (
    <section class="card lanes" aria-label="The run over time">
      <div ref={box} class="tracks">
        <Axis clock={clock} stretch={stretch} atOf={atOf} />
        <div class="rows" onPointerDown={startDrag}>
          {shown.map((lane) => (
            <LaneRow key={lane.id} lane={lane} runs={runs} clock={clock} />
          ))}
        </div>
        <div class="over">
          <Dangers runs={runs} clock={clock} />
          <Playhead clock={clock} />
        </div>
      </div>
      <Legend runs={runs} />
    </section>
  );
}

function Axis({
  clock,
  stretch,
  atOf,
}: {
  readonly clock: Clock;
  readonly stretch: Stretch;
  readonly atOf: (event: PointerEvent) => number;
}): JSX.Element {
  const chosen = useRef<HTMLElement>(null);
  const startZoom = (event: PointerEvent): void => {
    if (event.button !== 0 || !(event.currentTarget instanceof HTMLElement)) return;
    const axis = event.currentTarget;
    const fromMs = atOf(event);
    const show = (next: PointerEvent): void => {
      if (chosen.current === null) return;
      const [a, b] = [share(fromMs, stretch), share(atOf(next), stretch)];
      chosen.current.style.left = `${Math.min(a, b) * 100}%`;
      chosen.current.style.width = `${Math.abs(b - a) * 100}%`;
    };
    const stop = (next: PointerEvent): void => {
      axis.removeEventListener('pointermove', show);
      if (chosen.current !== null) chosen.current.style.width = '0';
      const toMs = atOf(next);
      if (Math.abs(share(toMs, stretch) - share(fromMs, stretch)) > 0.01)
        clock.zoom(Math.min(fromMs, toMs), Math.max(fromMs, toMs));
      else clock.moveTo(fromMs);
    };
    axis.setPointerCapture(event.pointerId);
    axis.addEventListener('pointermove', show);
    axis.addEventListener('pointerup', stop, { once: true });
  };
  return (
    <div
      class="axis"
      onPointerDown={startZoom}
      onDblClick={() => clock.zoomOut()}
      title="Drag to zoom, double-click to see the whole run"
    >
      <i ref={chosen} class="chosen" />
      {ticksOf(stretch).map(({ atMs, label }) => (
        <span key={atMs} class="tick" style={{ left: `${share(atMs, stretch) * 100}%` }}>
          {label}
        </span>
      ))}
    </div>
  );
}

function Playhead({ clock }: { readonly clock: Clock }): JSX.Element {
  const { fromMs, toMs } = clock.stretch.value;
  const at = clock.atMs.value;
  const text = formatSpan(Math.round(at / 100) * 100);
  return (
    <>
      <div class="head" style={{ left: `${share(at, { fromMs, toMs }) * 100}%` }}>
        <span>{text}</span>
      </div>
      <input
        type="range"
        id="moment"
        min={fromMs}
        max={toMs}
        step={Math.max(1, Math.round((toMs - fromMs) / 2000))}
        value={at}
        aria-label="Time of the run"
        aria-valuetext={text}
        onInput={(event) => clock.moveTo(Number(event.currentTarget.value))}
      />
    </>
  );
}

function Legend({ runs }: { readonly runs: readonly LabelledLanes[] }): JSX.Element {
  const versions = new Map<string, { readonly index: number; readonly version: Workload['versions'][number] }>();
  for (const { lanes } of runs) {
    lanes.workload.versions.forEach((version, index) => {
      if (!versions.has(`${index}${version.name}`)) versions.set(`${index}${version.name}`, { index, version });
    });
  }
  return (
    <p class="legend">
      {[...versions.values()].map(({ index, version }) => (
        <span key={`${index}${version.name}`}>
          <i class={`swatch v${index}`} /> {version.name}
          {version.isExperiment ? ' (experiment)' : ''}
        </span>
      ))}
      <span>
        <i class="swatch starting" /> starting
      </span>
      <span>
        <i class="swatch unready" /> unready
      </span>
      {runs.some(({ lanes }) => lanes.dangers.length > 0) ? (
        <span>
          <i class="swatch danger" /> users are hurt
        </span>
      ) : null}
    </p>
  );
}
