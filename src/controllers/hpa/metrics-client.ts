import { ApiError } from '../../api/errors.ts';
import { parseQuantity, quantityMilliValue } from '../../api/quantity.ts';
import type { ScaleTarget } from '../../api/scale.ts';
import type { Pod } from '../../api/shape/core.ts';
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

/** Where an autoscaler gets its metrics from; what is not known throws an ApiError. */
export interface MetricsClient {
  /** What the pods use, by name; pods of which nothing is known yet are left out. */
  resourceMetric(query: ResourceQuery): PodMetrics;
  /** A metric of pods that is no resource. */
  podsMetric(query: Omit<ResourceQuery, 'resource' | 'container'> & { readonly metric: string }): PodMetrics;
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

/** Metrics by a utilisation that is the same for every ready pod, as a script gives it. */
export function utilisationMetrics(utilisation: Utilisation): MetricsClient {
  return {
    resourceMetric: ({ target, resource, container, pods, nowMs }) => {
      const percent = utilisation(target, resource, nowMs);
      const metrics = new Map<string, PodMetric>();
      if (percent === undefined) throw new ApiError('NotFound', 'no metrics returned from resource metrics API');
      for (const pod of pods.filter(({ status }) => isPodReady(status))) {
        const value = Math.trunc(((podRequest(pod, resource, container) ?? 0) * percent) / 100);
        metrics.set(pod.metadata.name ?? '', { value, timestampMs: nowMs, windowMs: WINDOW_MS });
      }
      return metrics;
    },
    podsMetric: ({ metric }) => {
      throw new ApiError('NotFound', `no metrics returned from custom metrics API: ${metric} is not modelled`);
    },
  };
}
