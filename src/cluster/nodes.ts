import { parseQuantity, quantityMilliValue, quantityValue } from '../api/quantity.ts';
import type { Container, Pod, PodSpec } from '../api/shape/core.ts';
import type { NodeSpec } from '../world/cluster.ts';

/** Processor time in thousandths, memory in bytes; what nobody limits is infinite. */
export interface Resources {
  readonly milliCpu: number;
  readonly memoryBytes: number;
}

/** A node and the pods on it. */
export interface Node {
  readonly name: string;
  readonly allocatable: Resources & { readonly pods: number };
  requested: Resources;
  /** Why nothing new may go there; undefined: it may. */
  closed: string | undefined;
  readonly pods: Map<string, Pod>;
}

const NOTHING: Resources = { milliCpu: 0, memoryBytes: 0 };

export function newNode(spec: NodeSpec): Node {
  return {
    name: spec.name,
    allocatable: {
      milliCpu: spec.cpu === undefined ? Infinity : milliCpu(spec.cpu),
      memoryBytes: spec.memory === undefined ? Infinity : bytes(spec.memory),
      pods: spec.pods ?? Infinity,
    },
    requested: NOTHING,
    closed: undefined,
    pods: new Map(),
  };
}

export function addResources(a: Resources, b: Resources): Resources {
  return { milliCpu: a.milliCpu + b.milliCpu, memoryBytes: a.memoryBytes + b.memoryBytes };
}

export function subtractResources(a: Resources, b: Resources): Resources {
  return { milliCpu: a.milliCpu - b.milliCpu, memoryBytes: a.memoryBytes - b.memoryBytes };
}

function maxResources(a: Resources, b: Resources): Resources {
  return {
    milliCpu: Math.max(a.milliCpu, b.milliCpu),
    memoryBytes: Math.max(a.memoryBytes, b.memoryBytes),
  };
}

const requests = new WeakMap<PodSpec, Resources>();

/**
 * What a pod asks for: the sum of its containers, or its greediest init container if that is more; a limit without a request is the request.
 * Example: containers of 100m and 200m and an init container of 500m ask for 500m.
 * Source: k8s.io/component-helpers/resource/helpers.go PodRequests.
 */
export function podRequests(spec: PodSpec): Resources {
  let result = requests.get(spec);
  if (result === undefined) {
    let running = NOTHING;
    let starting = NOTHING;
    for (const container of spec.containers ?? []) running = addResources(running, containerRequests(container));
    for (const container of spec.initContainers ?? []) {
      if (container.restartPolicy === 'Always') running = addResources(running, containerRequests(container));
      else starting = maxResources(starting, containerRequests(container));
    }
    result = maxResources(running, starting);
    requests.set(spec, result);
  }
  return result;
}

function containerRequests({ resources }: Container): Resources {
  const cpu = resources.requests?.['cpu'] ?? resources.limits?.['cpu'];
  const memory = resources.requests?.['memory'] ?? resources.limits?.['memory'];
  return {
    milliCpu: cpu === undefined ? 0 : milliCpu(cpu),
    memoryBytes: memory === undefined ? 0 : bytes(memory),
  };
}

const milliCpu = (quantity: string): number => Number(quantityMilliValue(parseQuantity(quantity)));
const bytes = (quantity: string): number => Number(quantityValue(parseQuantity(quantity)));
