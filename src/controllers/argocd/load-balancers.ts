import type { Controller, ControllerEnv } from '../../api/controller.ts';
import { INGRESS, type KubeObject, type Resource, SERVICE } from '../../api/resources.ts';
import type { WorkQueue } from '../../api/workqueue.ts';
import { ingressHealth } from './health/network-health.ts';
import { liveFields } from './fields.ts';

/** Addresses for documentation, one after the other. Source: RFC 5737 */
const NETWORK = '203.0.113';
const LAST = 254;

/**
 * Gives every Ingress, and every Service of type LoadBalancer, an address, as the ingress controller and the cloud of a cluster do; without one Argo CD
 * would wait for it for ever.
 */
export class LoadBalancers implements Controller {
  readonly name = 'load-balancers';
  readonly queue: WorkQueue;
  readonly #env: ControllerEnv;
  #given = 0;

  constructor(env: ControllerEnv) {
    this.#env = env;
    this.queue = env.newQueue(this.name);
    env.api.watch(INGRESS, ({ object }) => this.queue.add(keyOf(INGRESS, object)));
    env.api.watch(SERVICE, ({ object }) => {
      if (object.spec.type === 'LoadBalancer') this.queue.add(keyOf(SERVICE, object));
    });
  }

  sync(key: string): void {
    const [kind, namespace = '', name = ''] = key.split('/');
    if (kind === INGRESS.kind) this.#give(INGRESS, namespace, name);
    else this.#give(SERVICE, namespace, name);
  }

  #give<T extends KubeObject>(resource: Resource<T>, namespace: string, name: string): void {
    const { api } = this.#env;
    const object = api.find(resource, namespace, name);
    if (object === undefined || ingressHealth(liveFields(object)).status === 'Healthy') return;
    this.#given += 1;
    const ip = `${NETWORK}.${((this.#given - 1) % LAST) + 1}`;
    const status = { loadBalancer: { ingress: [{ ip }] } };
    api.patch(resource, namespace, name, { status }, { subresource: 'status' });
  }
}

function keyOf(resource: Resource<KubeObject>, { metadata }: KubeObject): string {
  return `${resource.kind}/${metadata.namespace ?? ''}/${metadata.name ?? ''}`;
}
