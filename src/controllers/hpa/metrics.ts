import { ReconcileError, reconcileErrorMessage } from '../../api/errors.ts';
import { canonicalQuantity, parseQuantity, quantityMilliValue } from '../../api/quantity.ts';
import type { ScaleTarget } from '../../api/scale.ts';
import type { MetricSpec, MetricStatus, MetricTarget } from '../../api/shape/autoscaling.ts';
import type { Pod } from '../../api/shape/core.ts';
import { own } from '../../text/own.ts';
import { type MetricsClient, podRequest } from './metrics-client.ts';
import type { HpaOptions } from './options.ts';
import {
  calculateReplicas,
  measureUtilization,
  measureValue,
  type Proposal,
  type Usage,
} from './replica-calculator.ts';

/** What the metrics of an autoscaler are judged with. */
export interface MetricContext {
  readonly client: MetricsClient;
  readonly options: HpaOptions;
  readonly target: ScaleTarget;
  readonly pods: readonly Pod[];
  readonly currentReplicas: number;
  readonly nowMs: number;
}

/** What one metric asks for. */
export interface MetricProposal {
  readonly replicas: number;
  /** How events name the metric. */
  readonly metric: string;
  readonly status: MetricStatus;
}

/** Why a metric asks for nothing. */
export interface MetricFailure {
  readonly reason: string;
  /** What its event and its condition say. */
  readonly cause: string;
  readonly message: string;
}

export type MetricVerdict = MetricProposal | MetricFailure;

/** What a metric asks for, or why it cannot tell. Source: horizontal.go computeReplicasForMetric. */
export function judgeMetric(spec: MetricSpec, context: MetricContext): MetricVerdict {
  const { type, resource, containerResource, pods } = spec;
  if (type === 'Resource' && resource !== undefined) {
    return attempt('FailedGetResourceMetric', `failed to get ${resource.name} resource metric value`, () => {
      const { proposal, metric } = ofResource(resource.name, resource.target, '', context);
      const status = { type, resource: { name: resource.name, current: currentOf(proposal.usage) } };
      return { replicas: proposal.replicas, metric, status };
    });
  }
  if (type === 'ContainerResource' && containerResource !== undefined) {
    const { name, target, container } = containerResource;
    return attempt('FailedGetContainerResourceMetric', `failed to get ${container} container metric value`, () => {
      const { proposal, metric } = ofResource(name, target, container, context);
      const status = { type, containerResource: { name, container, current: currentOf(proposal.usage) } };
      return { replicas: proposal.replicas, metric, status };
    });
  }
  if (type === 'Pods' && pods !== undefined) {
    return attempt('FailedGetPodsMetric', 'failed to get pods metric value', () => {
      const { metric, target } = pods;
      const proposal = ofPods(metric.name, target, context);
      const status = { type, pods: { metric, current: currentOf(proposal.usage) } };
      return { replicas: proposal.replicas, metric: `pods metric ${metric.name}`, status };
    });
  }
  const cause = `metrics of type ${type} are not modelled`;
  return { reason: `FailedGet${type}Metric`, cause, message: cause };
}

function attempt(reason: string, prefix: string, judge: () => MetricProposal): MetricVerdict {
  try {
    return judge();
  } catch (error) {
    const cause = reconcileErrorMessage(error);
    return { reason, cause, message: `${prefix}: ${cause}` };
  }
}

function milli(text: string): number {
  return Number(quantityMilliValue(parseQuantity(text)));
}

function currentOf({ average, utilization }: Usage): { averageValue: string; averageUtilization?: number } {
  const averageValue = canonicalQuantity(`${average}m`);
  return utilization === undefined ? { averageValue } : { averageUtilization: utilization, averageValue };
}

interface ResourceProposal {
  readonly proposal: Proposal;
  readonly metric: string;
}

/** Source: horizontal.go computeStatusForResourceMetricGeneric, replica_calculator.go GetResourceReplicas, GetRawResourceReplicas. */
function ofResource(
  resource: string,
  { averageValue, averageUtilization }: MetricTarget,
  container: string,
  context: MetricContext,
): ResourceProposal {
  if (averageValue !== undefined) {
    const wanted = milli(averageValue);
    const proposal = told(`failed to get ${resource} usage`, () =>
      calculate(context, resource, container, measureValue(wanted), () => wanted),
    );
    return { proposal, metric: `${resource} resource` };
  }
  if (averageUtilization === undefined) {
    throw new ReconcileError(
      'invalid resource metric source: neither an average utilization target nor an average value (usage) target was set',
    );
  }
  const proposal = told(`failed to get ${resource} utilization`, () => {
    const requests = requestsOf(context.pods, resource, container);
    const fallback = (pod: string): number =>
      Math.trunc(((requests.get(pod) ?? 0) * Math.max(100, averageUtilization)) / 100);
    return calculate(context, resource, container, measureUtilization(requests, averageUtilization), fallback);
  });
  const kind = container === '' ? 'resource' : 'container resource';
  return { proposal, metric: `${resource} ${kind} utilization (percentage of request)` };
}

function told<T>(prefix: string, compute: () => T): T {
  try {
    return compute();
  } catch (error) {
    throw new ReconcileError(`${prefix}: ${reconcileErrorMessage(error)}`);
  }
}

function calculate(
  { client, options, target, pods, currentReplicas, nowMs }: MetricContext,
  resource: string,
  container: string,
  measure: ReturnType<typeof measureValue>,
  fallback: (pod: string) => number,
): Proposal {
  const metrics = told(`unable to get metrics for resource ${resource}`, () =>
    client.resourceMetric({ target, resource, container, pods, nowMs }),
  );
  return calculateReplicas({ pods, metrics, resource, currentReplicas, measure, fallback }, options, nowMs);
}

/** Source: replica_calculator.go calculatePodRequests. */
function requestsOf(pods: readonly Pod[], resource: string, container: string): ReadonlyMap<string, number> {
  const requests = new Map<string, number>();
  for (const pod of pods) {
    const name = pod.metadata.name ?? '';
    const request = podRequest(pod, resource, container);
    if (request === undefined) {
      const without = (pod.spec.containers ?? []).find(
        (candidate) =>
          (container === '' || container === candidate.name) &&
          own(candidate.resources.requests, resource) === undefined,
      );
      throw new ReconcileError(`missing request for ${resource} in container ${without?.name ?? ''} of Pod ${name}`);
    }
    requests.set(name, request);
  }
  return requests;
}

/** Source: replica_calculator.go GetMetricReplicas. */
function ofPods(metric: string, { averageValue = '0' }: MetricTarget, context: MetricContext): Proposal {
  const { client, options, target, pods, currentReplicas, nowMs } = context;
  const wanted = milli(averageValue);
  const metrics = told(`unable to get metric ${metric}`, () => client.podsMetric({ target, metric, pods, nowMs }));
  const measure = measureValue(wanted);
  return calculateReplicas(
    { pods, metrics, resource: '', currentReplicas, measure, fallback: () => wanted },
    options,
    nowMs,
  );
}
