import type { Controller, ControllerEnv } from '../../api/controller.ts';
import type { Informer } from '../../api/informer.ts';
import { ROLLOUT, SERVICE } from '../../api/resources.ts';
import { MANAGED_BY_ANNOTATION, POD_TEMPLATE_HASH_LABEL } from '../../api/rollouts/names.ts';
import type { Service } from '../../api/shape/core.ts';
import type { Rollout } from '../../api/shape/rollout.ts';
import type { WorkQueue } from '../../api/workqueue.ts';
import { forgettingNotFound } from '../work-item.ts';
import { objectKey } from '../../api/object-key.ts';
import { serviceReleased, serviceUnmarked } from './rules/services.ts';
import { referencedServices } from './validation/services.ts';

/** Keys of the Services that a rollout names. Source: utils/service/service.go GetRolloutServiceKeys. */
export function getRolloutServiceKeys(rollout: Rollout): readonly string[] {
  const namespace = rollout.metadata.namespace ?? 'default';
  return referencedServices(rollout).map(({ name }) => `${namespace}/${name}`);
}

export interface ServiceControllerOptions {
  readonly rollouts: Informer<Rollout>;
  readonly enqueueRollout: (key: string) => void;
}

/**
 * Wakes the rollout of a Service that carries a hash, and cleans a Service that no rollout names any more.
 * Source: service/service.go Controller.
 */
export class ServiceController implements Controller {
  readonly name = 'services';
  readonly resource = SERVICE;
  readonly queue: WorkQueue;
  readonly #env: ControllerEnv;
  readonly #options: ServiceControllerOptions;

  constructor(env: ControllerEnv, options: ServiceControllerOptions) {
    this.#env = env;
    this.#options = options;
    this.queue = env.newQueue(this.name);
    env.api.watch(SERVICE, ({ object }) => this.queue.add(objectKey(object)));
  }

  sync(key: string): void {
    forgettingNotFound(this.#env, () => this.#sync(key));
  }

  /** Source: service/service.go syncService. */
  #sync(key: string): void {
    const slash = key.indexOf('/');
    const service = this.#env.api.find(SERVICE, key.slice(0, slash), key.slice(slash + 1));
    if (service?.spec.selector?.[POD_TEMPLATE_HASH_LABEL] === undefined) return;
    const rollout = this.#rolloutOf(service);
    if (rollout !== undefined) this.#options.enqueueRollout(objectKey(rollout));
    else this.#clean(service);
  }

  #rolloutOf(service: Service): Rollout | undefined {
    const { namespace = 'default', annotations } = service.metadata;
    const key = objectKey(service);
    const names = (rollout: Rollout | undefined): boolean =>
      rollout !== undefined && getRolloutServiceKeys(rollout).includes(key);
    const manager = annotations?.[MANAGED_BY_ANNOTATION];
    if (manager === undefined) return this.#options.rollouts.list(namespace).find(names);
    const rollout = this.#env.api.find(ROLLOUT, namespace, manager);
    return names(rollout) ? rollout : undefined;
  }

  /** The hash goes together with the mark; without a mark only the (missing) mark is patched away, as in the reference. */
  #clean(service: Service): void {
    const { namespace = 'default', name = '', annotations } = service.metadata;
    const unmark = { metadata: { annotations: { [MANAGED_BY_ANNOTATION]: null } } };
    const marked = annotations?.[MANAGED_BY_ANNOTATION] !== undefined;
    const patch = marked ? { ...unmark, spec: { selector: { [POD_TEMPLATE_HASH_LABEL]: null } } } : unmark;
    const manager = `metadata.annotations[${MANAGED_BY_ANNOTATION}]`;
    const because = [
      serviceReleased.because((write) => ({ manager: write.before(manager) })),
      serviceUnmarked.because((write) => ({ manager: write.before(manager) })),
    ];
    this.#env.api.patch(SERVICE, namespace, name, patch, { because });
  }
}
