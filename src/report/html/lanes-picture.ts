import { courseOf, marksOf, measurementsOf } from '../lanes/course.ts';
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
  NOMINAL_WIDTH,
  type Shape,
  share,
  stepPath,
  ticksOf,
} from '../lanes/draw.ts';
import { podsLane } from '../lanes/pods.ts';
import { ASSUMED_OBJECTIVE, dangersOf, requestLanes } from '../lanes/requests.ts';
import { type Workload, belongingsOf } from '../lanes/workloads.ts';
import type { Timeline } from '../../timeline/timeline.ts';
import { escapeHtml } from './escape.ts';

const LEFT = 90;
const GAP = 8;
const AXIS = 18;

/** The lanes of each workload as pictures, for readers without scripts and for paper. */
export function lanesPictures(timeline: Timeline): string {
  return belongingsOf(timeline)
    .list.map((workload, index) => `<h2>${escapeHtml(workload.label)}</h2>\n${lanesPicture(timeline, workload, index)}`)
    .join('\n');
}

function lanesPicture(timeline: Timeline, workload: Workload, index: number): string {
  const endMs = timeline.header.totals.endMs;
  const stretch = { fromMs: 0, toMs: Math.max(1000, Math.ceil(endMs * 1.03)) };
  const course = courseOf(timeline, workload);
  const pods = podsLane(timeline, index);
  const flows = requestLanes(timeline, workload);
  const measurements = measurementsOf(timeline, index);
  const columns = columnsOf(flows, workload.versions.length, stretch);
  const allowed = 1 - Math.min(...flows.map(({ flow }) => flow.objective ?? ASSUMED_OBJECTIVE));
  const lanes: readonly (readonly [name: string, drawing: Drawing])[] = [
    ['Done', drawMarks(marksOf(timeline, index, course), stretch)],
    ['Step', drawSteps(course, stretch, endMs)],
    ['Pods', drawPods(pods, course, stretch)],
    ...(flows.length === 0
      ? []
      : ([
          ['Requests', drawRequests(columns, stretch)],
          ['Failed', drawFailures(columns, allowed, stretch)],
        ] as const)),
    ...(measurements.length === 0 ? [] : ([['Analysis', drawMeasurements(measurements, stretch)]] as const)),
    ['Phase', drawPhases(course, stretch, endMs)],
  ];
  const parts: string[] = [];
  let top = AXIS;
  for (const [name, { height, shapes }] of lanes.filter(([, drawing]) => drawing.shapes.length > 0)) {
    const inner = shapes.map(shapeSvg).join('');
    parts.push(
      `<text class="lane-name" x="0" y="${top + 14}">${name}</text><g transform="translate(${LEFT} ${top})">${inner}</g>`,
    );
    top += height + GAP;
  }
  const ticks = ticksOf(stretch)
    .map(
      ({ atMs, label }) =>
        `<text x="${pixels(share(atMs, stretch), LEFT)}" y="12" text-anchor="middle">${label}</text>`,
    )
    .join('');
  const dangers = dangersOf(flows)
    .map(({ fromMs, toMs }) => {
      const [from, to] = [pixels(share(fromMs, stretch)), pixels(share(toMs, stretch))];
      return `<rect class="danger-band" x="${Math.round((LEFT + from) * 100) / 100}" y="${AXIS}" width="${Math.max(1, Math.round((to - from) * 100) / 100)}" height="${top - AXIS}"/>`;
    })
    .join('');
  const title = escapeHtml(`${workload.kind} ${workload.label} over time`);
  return `<svg class="chart" viewBox="0 0 ${LEFT + NOMINAL_WIDTH + 20} ${top}" role="img" aria-label="${title}">${ticks}${dangers}${parts.join('')}</svg>`;
}

function pixels(at: number, left = 0): number {
  return Math.round((left + Math.max(0, Math.min(1, at)) * NOMINAL_WIDTH) * 100) / 100;
}

function shapeSvg(shape: Shape): string {
  switch (shape.type) {
    case 'area':
    case 'line':
      return `<path class="${shape.type} ${shape.look}" d="${stepPath(shape, NOMINAL_WIDTH)}"/>`;
    case 'rect': {
      const from = pixels(shape.from);
      const label =
        shape.label === undefined || shape.label === ''
          ? ''
          : `<text x="${from + 4}" y="${shape.bottom - 4}">${escapeHtml(shape.label)}</text>`;
      return `<rect class="${shape.look}" x="${from}" y="${shape.top}" width="${Math.round((pixels(shape.to) - from) * 100) / 100}" height="${shape.bottom - shape.top}"/>${label}`;
    }
    case 'sign':
      return `<text class="sign-text ${shape.look}" x="${pixels(shape.x)}" y="${shape.y}" text-anchor="middle">${shape.sign}</text>`;
    case 'text': {
      const isLeft = shape.look.includes('to-left');
      return `<text x="${pixels(shape.x) + (isLeft ? -9 : 9)}" y="${shape.y}"${isLeft ? ' text-anchor="end"' : ''}>${escapeHtml(shape.text)}</text>`;
    }
  }
}
