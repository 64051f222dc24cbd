import type { Controller, ControllerEnv } from '../../api/controller.ts';
import type { JsonObject } from '../../api/json.ts';
import { INGRESS, type KubeObject, type Resource, SERVICE } from '../../api/resources.ts';
import type { ApiServer } from '../../api/server.ts';
import type { WorkQueue } from '../../api/workqueue.ts';
import { liveFields, numberAt, objectsAt, textAt, valueAt } from './fields.ts';

/** Addresses for documentation, one after the other. Source: RFC 5737 */
const NETWORK = '203.0.113';
const LAST = 254;

/** What the controller of a kind writes once all is well; `address` is the next free one. */
type StandIn = (object: JsonObject, address: () => string) => JsonObject;

const accepted = (reason: string, type: string): JsonObject => ({ type, status: 'True', reason, message: '' });

const loadBalancer: StandIn = (_, address) => ({ loadBalancer: { ingress: [{ ip: address() }] } });

/** Generations are those of the object as it is read: a write of a status does not count. */
const statefulSet: StandIn = (object) => {
  const replicas = numberAt(object, 'spec', 'replicas') ?? 1;
  const revision = `${textAt(object, 'metadata', 'name') ?? ''}-1`;
  return {
    observedGeneration: numberAt(object, 'metadata', 'generation') ?? 1,
    replicas,
    readyReplicas: replicas,
    availableReplicas: replicas,
    currentReplicas: replicas,
    updatedReplicas: replicas,
    currentRevision: revision,
    updateRevision: revision,
  };
};

/** Of no node: there is nothing to wait for. */
const daemonSet: StandIn = (object) => ({
  observedGeneration: numberAt(object, 'metadata', 'generation') ?? 1,
  currentNumberScheduled: 0,
  desiredNumberScheduled: 0,
  numberMisscheduled: 0,
  numberReady: 0,
});

const gateway: StandIn = () => ({
  conditions: [accepted('Accepted', 'Accepted'), accepted('Programmed', 'Programmed')],
});

const route: StandIn = (object) => ({
  parents: objectsAt(object, 'spec', 'parentRefs').map((parentRef) => ({
    parentRef,
    controllerName: 'rehearse.dev/gateway-controller',
    conditions: [accepted('Accepted', 'Accepted'), accepted('ResolvedRefs', 'ResolvedRefs')],
  })),
});

/** Kinds that Argo CD waits for and whose controllers a rehearsal does not run. */
const STAND_INS: readonly {
  readonly apiVersion: string;
  readonly kind: string;
  readonly status: StandIn;
}[] = [
  { apiVersion: 'networking.k8s.io/v1', kind: INGRESS.kind, status: loadBalancer },
  { apiVersion: 'v1', kind: SERVICE.kind, status: loadBalancer },
  { apiVersion: 'apps/v1', kind: 'StatefulSet', status: statefulSet },
  { apiVersion: 'apps/v1', kind: 'DaemonSet', status: daemonSet },
  { apiVersion: 'batch/v1', kind: 'CronJob', status: () => ({}) },
  { apiVersion: 'v1', kind: 'PersistentVolumeClaim', status: () => ({ phase: 'Bound' }) },
  { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway', status: gateway },
  { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', status: route },
  { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'GRPCRoute', status: route },
];

/**
 * Writes the status that the controllers of a cluster write of kinds which a rehearsal does not model otherwise: Ingresses and Services of type
 * LoadBalancer get an address, StatefulSets and DaemonSets are ready, claims are bound, Gateways are programmed and their routes accepted. Without it
 * Argo CD would wait for these objects for ever.
 */
export class StandIns implements Controller {
  readonly name = 'stand-ins';
  readonly resource = SERVICE;
  readonly queue: WorkQueue;
  readonly #api: ApiServer;
  readonly #statuses = new Map<string, { readonly resource: Resource<KubeObject>; readonly status: StandIn }>();
  #addresses = 0;

  constructor({ api, newQueue }: ControllerEnv) {
    this.#api = api;
    this.queue = newQueue(this.name);
    for (const { apiVersion, kind, status } of STAND_INS) {
      const resource = api.resourceFor(apiVersion, kind);
      this.#statuses.set(kind, { resource, status });
      api.watch(resource, ({ object }) => this.queue.add(keyOf(resource, object)));
    }
  }

  /** Keys begin with a kind. */
  resourceOf(key: string): Resource<KubeObject> {
    return this.#statuses.get(key.split('/')[0] ?? '')?.resource ?? this.resource;
  }

  sync(key: string): void {
    const [kind = '', namespace = '', name = ''] = key.split('/');
    const found = this.#statuses.get(kind);
    const object = found === undefined ? undefined : this.#api.find(found.resource, namespace, name);
    if (found === undefined || object === undefined) return;
    const fields = liveFields(object);
    if (isAnswered(fields) || (kind === SERVICE.kind && textAt(fields, 'spec', 'type') !== 'LoadBalancer')) return;
    const status = found.status(fields, () => this.#nextAddress());
    this.#api.patch(found.resource, namespace, name, { status }, { subresource: 'status' });
  }

  #nextAddress(): string {
    this.#addresses += 1;
    return `${NETWORK}.${((this.#addresses - 1) % LAST) + 1}`;
  }
}

/** Whether the object has a status of its present generation. */
function isAnswered(object: JsonObject): boolean {
  if (valueAt(object, 'status') === undefined) return false;
  const generation = numberAt(object, 'metadata', 'generation') ?? 0;
  return (numberAt(object, 'status', 'observedGeneration') ?? generation) >= generation;
}

function keyOf(resource: Resource<KubeObject>, { metadata }: KubeObject): string {
  return `${resource.kind}/${metadata.namespace ?? ''}/${metadata.name ?? ''}`;
}
