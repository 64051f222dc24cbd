import type { Json } from '../api/json.ts';

/** The providers of the reference's CRD, by the names of their fields. */
export type ProviderField =
  | 'prometheus'
  | 'web'
  | 'datadog'
  | 'newRelic'
  | 'wavefront'
  | 'graphite'
  | 'influxdb'
  | 'cloudWatch'
  | 'kayenta'
  | 'skywalking'
  | 'plugin';

/** What a provider asks on behalf of a metric. */
export interface MetricQuery {
  readonly provider: ProviderField;
  readonly metric: string;
  /** The query, URL or whatever the provider is asked by, with its arguments put in. */
  readonly query: string;
  /** Asked for over a time and not for one instant: epoch milliseconds. */
  readonly range?: { readonly startMs: number; readonly endMs: number; readonly stepMs: number };
}

/** The raw answer of a backend, before the provider formats and judges it. */
export type Answer =
  | { readonly kind: 'scalar'; readonly value: number; readonly warnings?: readonly string[] }
  | { readonly kind: 'vector'; readonly values: readonly number[]; readonly warnings?: readonly string[] }
  /** The samples of each series. */
  | { readonly kind: 'matrix'; readonly series: readonly (readonly number[])[]; readonly warnings?: readonly string[] }
  | { readonly kind: 'string'; readonly value: string; readonly warnings?: readonly string[] }
  | { readonly kind: 'error'; readonly message: string }
  /** The body of an answer that is JSON. */
  | { readonly kind: 'json'; readonly value: Json };

/** Where the simulated backends take their answers from; undefined: it does not know. */
export interface MetricSource {
  answer(query: MetricQuery, nowMs: number): Answer | undefined;
}
