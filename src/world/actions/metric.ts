import type { MetricAnswer } from '../metrics.ts';
import type { ActionKind } from './action-kind.ts';

/** From now on a metric has other answers; their times count from now. */
export interface MetricAction {
  readonly do: 'metric';
  readonly metric: string;
  readonly answers: readonly MetricAnswer[];
}

function lineOf({ metric }: MetricAction): string {
  return `${metric} has other values from now on`;
}

export const metricKind: ActionKind<MetricAction> = {
  by: 'platform',
  heading: 'metric',
  text: (action) => `metric ${lineOf(action)}`,
  line: lineOf,
};
