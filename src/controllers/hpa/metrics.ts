import { ReconcileError, reconcileErrorMessage } from '../../api/errors.ts';
import { goQuote } from '../../api/go-quote.ts';
import { formatQuantity, parseQuantity, type QuantityFormat, quantityMilliValue } from '../../api/quantity.ts';
import type { ScaleTarget } from '../../api/scale.ts';
import { goLabelSelector } from '../../api/selector.ts';
import type { MetricSpec, MetricStatus, MetricTarget, MetricValueStatus } from '../../api/shape/autoscaling.ts';
import type { Pod } from '../../api/shape/core.ts';
import type { LabelSelector } from '../../api/shape/meta.ts';
import { own } from '../../text/own.ts';
import { type MetricsClient, podRequest } from './metrics-client.ts';
import type { HpaOptions } from './options.ts';
import {
  calculateReplicas,
  type Measure,
  measureUtilization,
  measureValue,
  type Proposal,
  replicasForAverage,
  replicasForValue,
  type Usage,
  type ValueProposal,
} from './replica-calculator.ts';

/** What the metrics of an autoscaler are judged with. */
export interface MetricContext {
  readonly client: MetricsClient;
  readonly options: HpaOptions;
  readonly target: ScaleTarget;
  readonly pods: readonly Pod[];
  readonly currentReplicas: number;
  /** How many pods the target says it has. */
  readonly statusReplicas: number;
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
  const { type, resource, containerResource, pods, object, external } = spec;
  if (type === 'Resource' && resource !== undefined) {
    return attempt('FailedGetResourceMetric', `failed to get ${resource.name} resource metric value`, () => {
      const { proposal, metric } = ofResource(resource.name, resource.target, '', context);
      const status = { type, resource: { name: resource.name, current: currentOf(proposal.usage, resource.name) } };
      return { replicas: proposal.replicas, metric, status };
    });
  }
  if (type === 'ContainerResource' && containerResource !== undefined) {
    const { name, target, container } = containerResource;
    return attempt('FailedGetContainerResourceMetric', `failed to get ${container} container metric value`, () => {
      const { proposal, metric } = ofResource(name, target, container, context);
      const status = { type, containerResource: { name, container, current: currentOf(proposal.usage, name) } };
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
  if (type === 'Object' && object !== undefined) {
    return attempt('FailedGetObjectMetric', 'failed to get object metric value', () => ofObject(object, context));
  }
  if (type === 'External' && external !== undefined) return ofExternal(external, context);
  const cause = `unknown metric source type ${goQuote(type)}`;
  return { reason: 'InvalidMetricSourceType', cause, message: cause };
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

/** Thousandths as the reference's quantities print them: in powers of 1024 for memory. */
function quantityText(thousandths: number, format: QuantityFormat = 'DecimalSI'): string {
  return formatQuantity({ unscaled: BigInt(thousandths), exponent: -3, format, small: true });
}

function currentOf(
  { average, utilization }: Usage,
  resource?: string,
): { averageValue: string; averageUtilization?: number } {
  const averageValue = quantityText(average, resource === 'memory' ? 'BinarySI' : 'DecimalSI');
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
      calculate(
        context,
        resource,
        container,
        () => measureValue(wanted),
        () => wanted,
      ),
    );
    return { proposal, metric: `${resource} resource` };
  }
  if (averageUtilization === undefined) {
    throw new ReconcileError(
      'invalid resource metric source: neither an average utilization target nor an average value (usage) target was set',
    );
  }
  const proposal = told(`failed to get ${resource} utilization`, () => {
    const requests = (): ReadonlyMap<string, number> => requestsOf(context.pods, resource, container);
    const fallback = (pod: string): number =>
      Math.trunc(((requests().get(pod) ?? 0) * Math.max(100, averageUtilization)) / 100);
    const measure = (): Measure => measureUtilization(requests(), averageUtilization);
    return calculate(context, resource, container, measure, fallback);
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
  measure: () => Measure,
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
  const measure = (): Measure => measureValue(wanted);
  return calculateReplicas(
    { pods, metrics, resource: '', currentReplicas, measure, fallback: () => wanted },
    options,
    nowMs,
  );
}

type ObjectSource = NonNullable<MetricSpec['object']>;
type ExternalSource = NonNullable<MetricSpec['external']>;

/** Source: horizontal.go computeStatusForObjectMetric, replica_calculator.go GetObjectMetricReplicas, GetObjectPerPodMetricReplicas. */
function ofObject({ describedObject, metric, target }: ObjectSource, context: MetricContext): MetricProposal {
  const { client, options, nowMs, statusReplicas } = context;
  const { namespace } = context.target;
  const { name, selector } = metric;
  const isValue = target.type === 'Value' && target.value !== undefined;
  if (!isValue && !(target.type === 'AverageValue' && target.averageValue !== undefined)) {
    throw new ReconcileError(
      'invalid object metric source: neither a value target nor an average value target was set',
    );
  }
  const place = `unable to get metric ${name}: ${describedObject.kind} on ${namespace} ${describedObject.name}`;
  let value: number;
  try {
    value = client.objectMetric({ namespace, metric: name, selector, object: describedObject, nowMs });
  } catch (error) {
    throw new ReconcileError(`${place}/${reconcileErrorMessage(error)}`);
  }
  const proposal = isValue
    ? replicasForValue(value, milli(target.value ?? ''), context, options)
    : replicasForAverage(value, milli(target.averageValue ?? ''), statusReplicas, options);
  const shown = quantityText(proposal.value);
  return {
    replicas: proposal.replicas,
    metric: isValue ? `${describedObject.kind} metric ${name}` : externalName(name, selector),
    status: {
      type: 'Object',
      object: { describedObject, metric, current: isValue ? { value: shown } : { averageValue: shown } },
    },
  };
}

function externalName(name: string, selector: LabelSelector | undefined): string {
  return `external metric ${name}(${goLabelSelector(selector)})`;
}

/** Source: horizontal.go computeStatusForExternalMetric, replica_calculator.go GetExternalMetricReplicas, GetExternalPerPodMetricReplicas. */
function ofExternal({ metric, target }: ExternalSource, context: MetricContext): MetricVerdict {
  const { options, statusReplicas } = context;
  const { name, selector } = metric;
  const { value, averageValue } = target;
  const reason = 'FailedGetExternalMetric';
  const prefix = `failed to get ${name} external metric value`;
  const total = (): number => externalTotal(name, selector, context);
  const propose = (proposal: ValueProposal, current: MetricValueStatus): MetricProposal => ({
    replicas: proposal.replicas,
    metric: externalName(name, selector),
    status: { type: 'External', external: { metric, current } },
  });
  if (averageValue !== undefined) {
    return attempt(reason, `${prefix}: failed to get ${name} external metric`, () => {
      const proposal = replicasForAverage(total(), milli(averageValue), statusReplicas, options);
      return propose(proposal, { averageValue: quantityText(proposal.value) });
    });
  }
  if (value !== undefined) {
    return attempt(reason, `${prefix}: failed to get external metric ${name}`, () => {
      const proposal = replicasForValue(total(), milli(value), context, options);
      return propose(proposal, { value: quantityText(proposal.value) });
    });
  }
  const cause = 'invalid external metric source: neither a value target nor an average value target was set';
  return { reason, cause, message: `${prefix}: ${cause}` };
}

function externalTotal(metric: string, selector: LabelSelector | undefined, context: MetricContext): number {
  const { client, target, nowMs } = context;
  const { namespace } = target;
  const prefix = `unable to get external metric ${namespace}/${metric}/${goLabelSelector(selector)}`;
  const values = told(prefix, () => client.externalMetric({ namespace, metric, selector, nowMs }));
  return values.reduce((sum, each) => sum + each, 0);
}
