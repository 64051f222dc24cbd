import { parseQuantity, quantityMilliValue, quantityValue } from '../api/quantity.ts';
import type { Container, Pod, PodSpec } from '../api/shape/core.ts';

/** Amounts by the name of the resource: `cpu` in thousandths, everything else in its own unit (bytes, devices). */
export type Amounts = ReadonlyMap<string, number>;

const NOTHING: Amounts = new Map();

/** What a pod-level request may be about. Source: k8s.io/component-helpers/resource/helpers.go IsSupportedPodLevelResource. */
const isPodLevel = (name: string): boolean => name === 'cpu' || name === 'memory' || name.startsWith('hugepages-');

/** What is scored of a container that requests nothing. Source: pkg/scheduler/util/pod_resources.go. */
const ASSUMED: Amounts = new Map([
  ['cpu', 100],
  ['memory', 200 * 1024 * 1024],
]);

/** An amount of a resource in its unit. Example: `500m` of cpu is 500, `1Ki` of memory 1024. */
export function amountOf(name: string, quantity: string): number {
  const parsed = parseQuantity(quantity);
  return Number(name === 'cpu' ? quantityMilliValue(parsed) : quantityValue(parsed));
}

export function addAmounts(a: Amounts, b: Amounts): Amounts {
  const sum = new Map(a);
  for (const [name, amount] of b) sum.set(name, (sum.get(name) ?? 0) + amount);
  return sum;
}

export function subtractAmounts(a: Amounts, b: Amounts): Amounts {
  const rest = new Map(a);
  for (const [name, amount] of b) rest.set(name, (rest.get(name) ?? 0) - amount);
  return rest;
}

function largest(a: Amounts, b: Amounts): Amounts {
  const most = new Map(a);
  for (const [name, amount] of b) most.set(name, Math.max(most.get(name) ?? 0, amount));
  return most;
}

type Quantities = Readonly<Record<string, string>>;

function amounts(quantities: Quantities): Amounts {
  return new Map(Object.entries(quantities).map(([name, quantity]) => [name, amountOf(name, quantity)]));
}

/** A limit without a request is the request. Source: pkg/apis/core/v1/defaults.go SetDefaults_Pod. */
function containerRequests({ resources }: Container, assumed: Amounts): Amounts {
  return new Map([...assumed, ...amounts({ ...resources.limits, ...resources.requests })]);
}

function requestsWith(spec: PodSpec, assumed: Amounts): Amounts {
  let running = NOTHING;
  let sidecars = NOTHING;
  let starting = NOTHING;
  for (const container of spec.containers ?? []) running = addAmounts(running, containerRequests(container, assumed));
  for (const container of spec.initContainers ?? []) {
    const requests = containerRequests(container, assumed);
    const together = addAmounts(sidecars, requests);
    if (container.restartPolicy === 'Always') {
      running = addAmounts(running, requests);
      sidecars = together;
    }
    starting = largest(starting, together);
  }
  const whole = Object.entries({ ...spec.resources?.limits, ...spec.resources?.requests });
  const ofPod = amounts(Object.fromEntries(whole.filter(([name]) => isPodLevel(name))));
  return addAmounts(new Map([...largest(running, starting), ...ofPod]), amounts(spec.overhead ?? {}));
}

const known = new WeakMap<PodSpec, Amounts>();

/**
 * What a pod asks for: the sum of its containers, or of an init container and the sidecars before it if that is more; requests of the pod as a whole
 * in their place; and its overhead.
 * Example: containers of 100m and 200m, a sidecar of 50m and after it an init container of 500m ask for 550m.
 * Source: k8s.io/component-helpers/resource/helpers.go PodRequests.
 */
export function podRequests({ spec }: Pick<Pod, 'spec'>): Amounts {
  let result = known.get(spec);
  if (result === undefined) known.set(spec, (result = requestsWith(spec, NOTHING)));
  return result;
}

/** The same for scoring: a container that does not specify it counts as 100m of cpu, and as 200Mi of memory. */
export function scoredRequests({ spec }: Pick<Pod, 'spec'>): Amounts {
  return requestsWith(spec, ASSUMED);
}
