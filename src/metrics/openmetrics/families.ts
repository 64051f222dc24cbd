import { ROUTERS } from '../../routers/table.ts';

export type FamilyType = 'counter' | 'gauge' | 'histogram';

/** What is said of a metric before its samples. */
export interface Declaration {
  /** Absent: nobody knows, and a type is not declared. */
  readonly type?: FamilyType;
  readonly help: string;
}

const ROUTER_HELP: ReadonlyMap<string, string> = new Map(
  ROUTERS.flatMap(({ name, series }) =>
    series === undefined
      ? []
      : [
          [series.requests.name, `Requests, as the traffic router ${name} counts them.`],
          [series.latency.name, `Latency of requests, as the traffic router ${name} measures it.`],
        ],
  ),
);

/** Who exposes metrics whose names begin so; all of them but counters are gauges. */
const STATE: readonly (readonly [RegExp, string])[] = [
  [/^up$/, '1 if the last scrape of the target succeeded, else 0.'],
  [/^kube_/, 'State of an object, as kube-state-metrics exposes it.'],
  [/^(rollout|analysis_run|experiment)_/, 'State of an object, as the Argo Rollouts controller exposes it.'],
];

/**
 * Declares a metric by its name. Counters are those whose name ends with _total, as OpenMetrics wants it; a router's counter with another name has no
 * declared type.
 */
export function declarationOf(name: string, isHistogram: boolean): Declaration {
  const state = STATE.find(([pattern]) => pattern.test(name));
  const help = state?.[1] ?? ROUTER_HELP.get(name) ?? 'A series of the rehearsal.';
  if (isHistogram) return { type: 'histogram', help };
  if (name.endsWith('_total')) return { type: 'counter', help };
  return state === undefined ? { help } : { type: 'gauge', help };
}
