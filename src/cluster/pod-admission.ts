import { deepEqual } from '../api/equality.ts';
import { ApiError } from '../api/errors.ts';
import type { Json } from '../api/json.ts';
import { fieldsOf } from '../api/object-form.ts';
import type { ApiServer } from '../api/server.ts';
import type { Pod, PodSpec } from '../api/shape/core.ts';
import { withDefaultTolerations } from '../api/tolerations.ts';

const NEVER_PREEMPTED: ReadonlyMap<string, number> = new Map([
  ['system-cluster-critical', 2_000_000_000],
  ['system-node-critical', 2_000_001_000],
]);

interface PriorityClass {
  readonly name: string | undefined;
  readonly value: number;
  readonly preemptionPolicy: string;
}

const NO_CLASS: PriorityClass = { name: undefined, value: 0, preemptionPolicy: 'PreemptLowerPriority' };

function classOf(name: string, fields: Readonly<Record<string, Json | undefined>>): PriorityClass {
  const { value, preemptionPolicy } = fields;
  return {
    name,
    value: typeof value === 'number' ? value : 0,
    preemptionPolicy: typeof preemptionPolicy === 'string' ? preemptionPolicy : NO_CLASS.preemptionPolicy,
  };
}

/** Of several default classes the one with the lowest value counts. Source: plugin/pkg/admission/priority/admission.go getDefaultPriorityClass. */
function defaultClass(api: ApiServer): PriorityClass {
  const defaults = api
    .list(api.resourceFor('scheduling.k8s.io/v1', 'PriorityClass'))
    .filter((object) => fieldsOf(object)['globalDefault'] === true)
    .map((object) => classOf(object.metadata.name ?? '', fieldsOf(object)));
  return defaults.reduce<PriorityClass>((lowest, one) => {
    return lowest.name === undefined || one.value < lowest.value ? one : lowest;
  }, NO_CLASS);
}

/** A class that is neither built in nor among the objects has the value 0: manifests of a rollout seldom hold it. */
function priorityClass(api: ApiServer, name: string): PriorityClass {
  const builtIn = NEVER_PREEMPTED.get(name);
  if (builtIn !== undefined) return { ...NO_CLASS, name, value: builtIn };
  const found = api.find(api.resourceFor('scheduling.k8s.io/v1', 'PriorityClass'), '', name);
  return found === undefined ? { ...NO_CLASS, name } : classOf(name, fieldsOf(found));
}

/** Source: plugin/pkg/admission/priority/admission.go admitPod. */
function priorityOfClass(api: ApiServer, { metadata, spec }: Pod): PriorityClass {
  const { priorityClassName = '', priority, preemptionPolicy } = spec;
  const found = priorityClassName === '' ? defaultClass(api) : priorityClass(api, priorityClassName);
  const refuse = (what: string): never => {
    const pod = metadata.name ?? metadata.generateName ?? '';
    throw new ApiError('Forbidden', `pods "${pod}" is forbidden: ${what} from the given PriorityClass name`);
  };
  if (priority !== undefined && priority !== found.value) {
    refuse(
      `the integer value of priority (${priority}) must not be provided in pod spec; priority admission controller computed ${found.value}`,
    );
  }
  if (preemptionPolicy !== undefined && preemptionPolicy !== found.preemptionPolicy) {
    refuse(
      `the string value of PreemptionPolicy (${preemptionPolicy}) must not be provided in pod spec; priority admission controller computed ${found.preemptionPolicy}`,
    );
  }
  return found;
}

/** Pods of one template share their spec: it is compared and looked up by identity. */
const admitted = new WeakMap<PodSpec, { readonly of: PriorityClass; readonly spec: PodSpec }>();

function admittedSpec(spec: PodSpec, of: PriorityClass): PodSpec {
  const before = admitted.get(spec);
  if (before !== undefined && deepEqual(before.of, of)) return before.spec;
  const result = {
    ...spec,
    ...(of.name === undefined ? {} : { priorityClassName: of.name }),
    priority: of.value,
    preemptionPolicy: of.preemptionPolicy,
    tolerations: withDefaultTolerations(spec.tolerations),
  };
  admitted.set(spec, { of, spec: result });
  return result;
}

/**
 * A new pod as the API server stores it: with the priority of its class, and tolerations of nodes that fail.
 * Source: plugin/pkg/admission/priority/admission.go admitPod, plugin/pkg/admission/defaulttolerationseconds/admission.go Admit.
 */
export function admittedPod(api: ApiServer, pod: Pod): Pod {
  return { ...pod, spec: admittedSpec(pod.spec, priorityOfClass(api, pod)) };
}
