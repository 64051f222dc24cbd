import type { Json } from '../api/json.ts';

/** What a metric gives from a time of the run on: a number or one of the texts NaN, +Inf, -Inf; a list; `{error}`; `{json}`. */
export interface MetricAnswer {
  readonly fromMs: number;
  readonly value: Json;
}

/** What the pods of a target use of every resource from a time of the run on, in percent of what they request. */
export interface UtilisationAnswer {
  readonly fromMs: number;
  readonly percent: number;
}

/** What measurements come to where somebody says so instead of a backend. */
export type AnalysisVerdict = 'pass' | 'fail' | 'inconclusive';

/** How long a Job runs, and whether it then has failed. */
export interface JobBehaviour {
  readonly ms: number;
  readonly fail: boolean;
}

/** A series whose values are written down: `0.99x10 0.5x3 _ stale`, one value each `everyMs` from `fromMs` on. */
export interface ScriptedSeries {
  /** `checkout_success_ratio{service="cart"}`. */
  readonly series: string;
  readonly values: string;
  readonly everyMs: number;
  readonly fromMs: number;
}

/** What the application calls its metrics. */
export interface ApplicationMetricNames {
  /** Counter of answers, by code and method. */
  readonly requests: string;
  /** Histogram of seconds. */
  readonly duration: string;
}

/** Where a label of the application's series comes from: a text, a label of the pod, or whether the pod is `canary` or `stable`. */
export type LabelSource =
  | { readonly kind: 'value'; readonly value: string }
  | { readonly kind: 'pod-label'; readonly label: string }
  | { readonly kind: 'role' };

/** How traffic is counted, and how often Prometheus scrapes. */
export interface ObservationSettings {
  /** The widest window of traffic while something changes all the time; else a window lasts until something changes or is scraped. */
  readonly windowMs: number;
  /** From one scrape to the next; a whole number of windows. */
  readonly scrapeMs: number;
  /** Absent: `http_requests_total` and `http_request_duration_seconds`. */
  readonly names?: ApplicationMetricNames;
  /** The label of the response code; absent: the one that queries select by, else `code`. */
  readonly codeLabel?: string;
  /** Further labels of the application's series. */
  readonly labels?: Readonly<Record<string, LabelSource>>;
  /** Routers and meshes whose metrics exist for every flow; absent: those that queries ask for. */
  readonly stacks?: readonly string[];
}
