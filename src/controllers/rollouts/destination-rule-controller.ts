import type { Reference } from '../../api/reference.ts';
import { isJsonArray, isJsonObject } from '../../api/json.ts';
import { fieldsOf } from '../../api/object-form.ts';
import type { Because } from '../../api/reason.ts';
import type { Controller, ControllerEnv } from '../../api/controller.ts';
import type { Informer } from '../../api/informer.ts';
import { type KubeObject, type Resource, ROLLOUT } from '../../api/resources.ts';
import { MANAGED_BY_ANNOTATION, POD_TEMPLATE_HASH_LABEL } from '../../api/rollouts/names.ts';
import type { Rollout } from '../../api/shape/rollout.ts';
import type { WorkQueue } from '../../api/workqueue.ts';
import { forgettingNotFound } from '../work-item.ts';
import { objectKey } from '../../api/object-key.ts';
import { customResources, findCustom } from '../../routers/custom-objects.ts';
import { withoutInjectedFields } from '../../routers/istio/destination-rule.ts';
import {
  ISTIO_DESTINATION_RULE,
  ISTIO_VIRTUAL_SERVICE,
  virtualServiceNamespaceName,
} from '../../routers/istio/routes.ts';

import { objectReleased, versionUnselected } from '../../routers/reasons.ts';
/** Keys of the VirtualServices that a rollout names. Source: utils/istio/istio.go GetRolloutVirtualServiceKeys. */
function getRolloutVirtualServiceKeys(version: Reference, rollout: Rollout): readonly string[] {
  const { virtualService, virtualServices } = rollout.spec.strategy.canary?.trafficRouting?.istio ?? {};
  if (virtualService !== undefined && virtualServices !== undefined) return [];
  const references = virtualServices ?? (virtualService === undefined ? [] : [virtualService]);
  return references.flatMap((reference) => {
    const { namespace, name } = virtualServiceNamespaceName(version, reference.name);
    return name === '' ? [] : [`${namespace || (rollout.metadata.namespace ?? 'default')}/${name}`];
  });
}

/** Key of the DestinationRule that a rollout names. Source: utils/istio/istio.go GetRolloutDesinationRuleKeys. */
export function getRolloutDestinationRuleKeys(rollout: Rollout): readonly string[] {
  const name = rollout.spec.strategy.canary?.trafficRouting?.istio?.destinationRule?.name ?? '';
  return name === '' ? [] : [`${rollout.metadata.namespace ?? 'default'}/${name}`];
}

export interface DestinationRuleControllerOptions {
  readonly rollouts: Informer<Rollout>;
  readonly enqueueRollout: (key: string) => void;
}

/**
 * Wakes the rollout that manages a DestinationRule, or cleans the rule if none does any more; wakes rollouts whose
 * VirtualService changed.
 * Source: rollout/trafficrouting/istio/controller.go IstioController.
 */
export class DestinationRuleController implements Controller {
  readonly name = 'destinationrules';
  readonly resource: Resource<KubeObject>;
  readonly queue: WorkQueue;
  readonly #env: ControllerEnv;
  readonly #options: DestinationRuleControllerOptions;

  constructor(env: ControllerEnv, options: DestinationRuleControllerOptions) {
    this.#env = env;
    this.#options = options;
    this.resource = env.api.resourceFor(ISTIO_DESTINATION_RULE.apiVersions[0], ISTIO_DESTINATION_RULE.kind);
    this.queue = env.newQueue(this.name);
    for (const resource of customResources(env.api, ISTIO_DESTINATION_RULE)) {
      env.api.watch(resource, ({ object }) => this.queue.addRateLimited(objectKey(object)));
    }
    for (const resource of customResources(env.api, ISTIO_VIRTUAL_SERVICE)) {
      env.api.watch(resource, ({ object }) => this.#enqueueRolloutsOf(object));
    }
  }

  sync(key: string): void {
    forgettingNotFound(this.#env, () => this.#sync(key));
  }

  /** Source: EnqueueRolloutFromIstioVirtualService. */
  #enqueueRolloutsOf(virtualService: KubeObject): void {
    const key = objectKey(virtualService);
    for (const rollout of this.#options.rollouts.list()) {
      if (getRolloutVirtualServiceKeys(this.#env.reference, rollout).includes(key))
        this.#options.enqueueRollout(objectKey(rollout));
    }
  }

  /** Source: syncDestinationRule. */
  #sync(key: string): void {
    const { api } = this.#env;
    const slash = key.indexOf('/');
    const namespace = key.slice(0, slash);
    const found = findCustom(api, ISTIO_DESTINATION_RULE, namespace, key.slice(slash + 1));
    const manager = found?.object.metadata.annotations?.[MANAGED_BY_ANNOTATION] ?? '';
    if (found === undefined || manager === '') return;
    const rollout = api.find(ROLLOUT, namespace, manager);
    if (rollout === undefined || !getRolloutDestinationRuleKeys(rollout).includes(key)) {
      const cleaned = withoutInjectedFields(found.object);
      if (cleaned !== undefined) {
        const wanted = { ...cleaned.fields, metadata: cleaned.metadata };
        const because = becauseOfRelease(found.object);
        api.update(found.resource, wanted, { because });
        return;
      }
    }
    this.#options.enqueueRollout(`${namespace}/${manager}`);
  }
}

/** Why subsets lose the hashes of versions, and the rule the name of its rollout. */
function becauseOfRelease(rule: KubeObject): readonly Because[] {
  const manager = `metadata.annotations[${MANAGED_BY_ANNOTATION}]`;
  const { spec } = fieldsOf(rule);
  const subsets = isJsonObject(spec) && isJsonArray(spec['subsets']) ? spec['subsets'] : [];
  const hashes = subsets.map((_subset, index) =>
    versionUnselected.because(
      (write) => ({ manager: write.before(manager) }),
      `spec.subsets[${index}].labels[${POD_TEMPLATE_HASH_LABEL}]`,
    ),
  );
  return [...hashes, objectReleased.because((write) => ({ manager: write.before(manager) }))];
}
