import type { Controller, ControllerEnv } from '../../api/controller.ts';
import { ReconcileError } from '../../api/errors.ts';
import type { Informer } from '../../api/informer.ts';
import { INGRESS } from '../../api/resources.ts';
import type { Ingress } from '../../api/shape/networking.ts';
import type { Rollout } from '../../api/shape/rollout.ts';
import type { WorkQueue } from '../../api/workqueue.ts';
import { own } from '../../text/own.ts';
import { forgettingNotFound } from '../work-item.ts';
import { objectKey } from '../../api/object-key.ts';
import { getCanaryIngressName } from '../../routers/nginx/names.ts';
import {
  MANAGED_ANNOTATIONS,
  type ManagedAnnotations,
  readManagedAnnotations,
  writeManagedAnnotations,
  managedRollouts,
} from '../../routers/alb/annotations.ts';
import { resetActions } from '../../routers/alb/reset.ts';
import { ingressClass } from '../../routers/ingress-parts.ts';
import { actionReset } from '../../routers/reasons.ts';

/** Values of the controller's flags --nginx-ingress-classes and --alb-ingress-classes. */
const NGINX_CLASSES: readonly string[] = ['nginx'];
const ALB_CLASSES: readonly string[] = ['alb'];
/**
 * What older versions wrote in place of the list of annotations. Source: utils/ingress/ingress.go
 * ManagedActionsAnnotation.
 */
const MANAGED_ACTIONS_ANNOTATION = 'rollouts.argoproj.io/managed-alb-actions';

/** Keys of the Ingresses that a rollout names or makes. Source: utils/ingress/ingress.go GetRolloutIngressKeys. */
export function getRolloutIngressKeys(rollout: Rollout): readonly string[] {
  const { name = '', namespace = 'default' } = rollout.metadata;
  const { nginx, alb } = rollout.spec.strategy.canary?.trafficRouting ?? {};
  const named = (first: string | undefined, others: readonly string[] = []): readonly string[] =>
    first === undefined ? others : [first, ...others];
  const stable = named(nginx?.stableIngress, nginx?.stableIngresses);
  return [
    ...stable.flatMap((ingress) => [ingress, getCanaryIngressName(name, ingress)]),
    ...named(alb?.ingress, alb?.ingresses),
  ].map((ingress) => `${namespace}/${ingress}`);
}

export interface IngressControllerOptions {
  readonly rollouts: Informer<Rollout>;
  readonly enqueueRollout: (key: string) => void;
}

/**
 * Wakes rollouts whose Ingress changed, and cleans the annotations of rollouts that are gone. Source:
 * ingress/ingress.go Controller.
 */
export class IngressController implements Controller {
  readonly name = 'ingresses';
  readonly resource = INGRESS;
  readonly queue: WorkQueue;
  readonly #env: ControllerEnv;
  readonly #options: IngressControllerOptions;

  constructor(env: ControllerEnv, options: IngressControllerOptions) {
    this.#env = env;
    this.#options = options;
    this.queue = env.newQueue(this.name);
    env.api.watch(INGRESS, ({ object }) => this.queue.add(objectKey(object)));
  }

  sync(key: string): void {
    forgettingNotFound(this.#env, () => this.#sync(key));
  }

  /**
   * An NGINX Ingress wakes every rollout that names it, an ALB's only those that manage it already. Source:
   * syncIngress.
   */
  #sync(key: string): void {
    const slash = key.indexOf('/');
    const namespace = key.slice(0, slash);
    const ingress = this.#env.api.find(INGRESS, namespace, key.slice(slash + 1));
    if (ingress === undefined) return;
    const rollouts = this.#options.rollouts
      .list(namespace)
      .filter((rollout) => getRolloutIngressKeys(rollout).includes(key));
    const className = ingressClass(ingress);
    if (ALB_CLASSES.includes(className)) this.#syncAlb(ingress, rollouts);
    else if (NGINX_CLASSES.includes(className)) {
      for (const rollout of rollouts) this.#options.enqueueRollout(objectKey(rollout));
    }
  }

  /** Source: ingress/alb.go syncALBIngress. */
  #syncAlb(ingress: Ingress, rollouts: readonly Rollout[]): void {
    const managed = managedOrNone(ingress);
    const managing = rollouts.filter((rollout) => own(managed, rollout.metadata.name ?? '') !== undefined);
    for (const rollout of managing) this.#options.enqueueRollout(objectKey(rollout));
    const here = new Set(managing.map(({ metadata }) => metadata.name ?? ''));
    const gone = Object.keys(managed).filter((name) => !here.has(name));
    if (gone.length === 0) return;
    const reset = resetActions(
      ingress.metadata.annotations ?? {},
      gone.flatMap((name) => own(managed, name) ?? []),
    );
    if (reset === undefined) return;
    const { [MANAGED_ANNOTATIONS]: _list, [MANAGED_ACTIONS_ANNOTATION]: _old, ...others } = reset;
    const left = Object.fromEntries(Object.entries(managed).filter(([name]) => here.has(name)));
    const annotations = here.size === 0 ? others : { ...others, [MANAGED_ANNOTATIONS]: writeManagedAnnotations(left) };
    const because = actionReset.because((write) => ({
      gone: managedRollouts.of(write.before(`metadata.annotations[${MANAGED_ANNOTATIONS}]`)),
      written: write.after('metadata.annotations'),
    }));
    const wanted = { ...ingress, metadata: { ...ingress.metadata, annotations } };
    this.#env.api.update(INGRESS, wanted, { because: [because] });
  }
}

/** A list that cannot be read counts as empty. */
function managedOrNone(ingress: Ingress): ManagedAnnotations {
  try {
    return readManagedAnnotations(ingress.metadata.annotations);
  } catch (error) {
    if (error instanceof ReconcileError) return {};
    throw error;
  }
}
