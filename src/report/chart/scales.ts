import type { JsonObject } from '../../api/json.ts';
import { timeTicks } from './label-layout.ts';
import { PALETTE } from './palette.ts';

/** `95` → `1m35s`, as the timeline writes times: an expression of Vega. */
export const TIME_LABEL =
  "datum.value < 60 ? datum.value + 's' : datum.value < 3600 ? floor(datum.value / 60) + 'm' + (datum.value % 60 ? datum.value % 60 + 's' : '') : floor(datum.value / 3600) + 'h' + (datum.value % 3600 ? floor(datum.value % 3600 / 60) + 'm' : '')";

export function timeScale(end: number): JsonObject {
  return { domain: [0, end], nice: false };
}

/** Time across, the same in every panel. */
export function timeChannel(field: string, end: number, axis: JsonObject | null): JsonObject {
  return { field, type: 'quantitative', scale: timeScale(end), axis };
}

/** The axis below everything. */
export function timeAxis(end: number): JsonObject {
  return { title: null, values: timeTicks(end), labelExpr: TIME_LABEL, grid: false, labelFlush: true, tickSize: 4 };
}

/** The roles, told apart by colour, by dash and by the shape of their points. */
const ROLES = {
  domain: ['stable', 'canary', 'older'],
  colours: [PALETTE.stable, PALETTE.canary, PALETTE.older],
  dashes: [
    [1, 0],
    [7, 3],
    [2, 3],
  ],
  shapes: ['circle', 'triangle-up', 'square'],
};

function roleChannel(range: JsonObject[string]): JsonObject {
  return { field: 'role', type: 'nominal', scale: { domain: ROLES.domain, range }, legend: null };
}

export const ROLE_COLOUR = roleChannel(ROLES.colours);
export const ROLE_DASH = roleChannel(ROLES.dashes);
export const ROLE_SHAPE = roleChannel(ROLES.shapes);

/** Whole numbers of pods for an axis, some eight at most. */
export function podTicks(most: number): number[] {
  const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000];
  const step = steps.find((one) => most / one <= 8) ?? 10_000;
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, index) => index * step);
}
