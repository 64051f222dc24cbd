import { ApiError } from '../../api/errors.ts';
import { parseQuantity, quantityMilliValue } from '../../api/quantity.ts';
import type { ScaleTarget } from '../../api/scale.ts';
import type { Pod } from '../../api/shape/core.ts';
import type { LabelSelector } from '../../api/shape/meta.ts';
import { own } from '../../text/own.ts';
import { isPodReady } from '../replicaset/pod-index.ts';

/** What one pod uses. */
export interface PodMetric {
  /** In thousandths. */
  readonly value: number;
  readonly timestampMs: number;
  /** The time over which it was measured. */
  readonly windowMs: number;
}

export type PodMetrics = ReadonlyMap<string, PodMetric>;

export interface ResourceQuery {
  readonly target: ScaleTarget;
  readonly resource: string;
  /** Of one container, or of all (empty). */
  readonly container: string;
  readonly pods: readonly Pod[];
  readonly nowMs: number;
}

/** A metric that is not of the pods. */
export interface ValueQuery {
  readonly namespace: string;
  readonly metric: string;
  readonly selector: LabelSelector | undefined;
  readonly nowMs: number;
}

export interface ObjectQuery extends ValueQuery {
  /** What it is about. */
  readonly object: { readonly kind: string; readonly name: string };
}

/** Where an autoscaler gets its metrics from; what is not known throws an ApiError. All values are in thousandths. */
export interface MetricsClient {
  /** What the pods use, by name; pods of which nothing is known yet are left out. */
  resourceMetric(query: ResourceQuery): PodMetrics;
  /** A metric of pods that is no resource. */
  podsMetric(query: Omit<ResourceQuery, 'resource' | 'container'> & { readonly metric: string }): PodMetrics;
  /** A metric of one object. */
  objectMetric(query: ObjectQuery): number;
  /** The values of all series of a metric from outside the cluster. */
  externalMetric(query: ValueQuery): readonly number[];
}

/** What the pods of a target use of a resource at a time, in percent of what they request; undefined if nothing is known. */
export type Utilisation = (target: ScaleTarget, resource: string, nowMs: number) => number | undefined;

/** The interval at which a metrics server measures. Source: sigs.k8s.io/metrics-server --metric-resolution. */
const WINDOW_MS = 15_000;

/** The request of a pod, in thousandths; undefined if a container has none. Source: replica_calculator.go calculatePodRequests. */
export function podRequest(pod: Pod, resource: string, container: string): number | undefined {
  const sidecars = (pod.spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always');
  let total = 0;
  for (const { name, resources } of [...(pod.spec.containers ?? []), ...sidecars]) {
    if (container !== '' && container !== name) continue;
    const request = own(resources.requests, resource);
    if (request === undefined) return undefined;
    total += Number(quantityMilliValue(parseQuantity(request)));
  }
  return total;
}

/** The values of a metric that is no resource, one for each of its series; undefined if nothing is known of it. */
export type MetricValues = (metric: string, nowMs: number) => readonly number[] | undefined;

const thousandths = (value: number): number => Math.round(value * 1000);

/** Metrics as a script gives them: of each ready pod the same use, and of other metrics by their name, whatever they are about. */
export function scriptedMetrics(utilisation: Utilisation, valuesOf: MetricValues): MetricsClient {
  const known = (metric: string, nowMs: number, missing: string): readonly number[] => {
    const values = valuesOf(metric, nowMs) ?? [];
    if (values.length === 0) throw new ApiError('NotFound', missing);
    return values.map(thousandths);
  };
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const ofReady = (pods: readonly Pod[], nowMs: number, value: (pod: Pod) => number): PodMetrics =>
    new Map(
      pods
        .filter(({ status }) => isPodReady(status))
        .map((pod) => [pod.metadata.name ?? '', { value: value(pod), timestampMs: nowMs, windowMs: WINDOW_MS }]),
    );
  return {
    resourceMetric: ({ target, resource, container, pods, nowMs }) => {
      const percent = utilisation(target, resource, nowMs);
      if (percent === undefined) throw new ApiError('NotFound', 'no metrics returned from resource metrics API');
      return ofReady(pods, nowMs, (pod) => Math.trunc(((podRequest(pod, resource, container) ?? 0) * percent) / 100));
    },
    podsMetric: ({ metric, pods, nowMs }) => {
      const value = sum(known(metric, nowMs, 'no metrics returned from custom metrics API'));
      return ofReady(pods, nowMs, () => value);
    },
    objectMetric: ({ metric, nowMs }) =>
      sum(
        known(
          metric,
          nowMs,
          'unable to fetch metrics from custom metrics API: the server could not find the requested resource',
        ),
      ),
    externalMetric: ({ metric, nowMs }) => known(metric, nowMs, 'no metrics returned from external metrics API'),
  };
}
