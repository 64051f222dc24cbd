import { ReconcileError, reconcileErrorMessage } from '../../api/errors.ts';
import { isJsonObject, type Json } from '../../api/json.ts';
import { fieldsOf } from '../../api/object-form.ts';
import type { Reference } from '../../api/reference.ts';
import type { TraefikTrafficRouting } from '../../api/shape/traffic-routing.ts';
import { type CustomKind, getCustom, updateCustom } from '../custom-objects.ts';
import { becauseOfWeights, shareOfService } from '../reasons.ts';
import { type RouterContext, WeightOnlyRouter } from '../router.ts';
import { nestedList, nestedText, withNested } from '../unstructured.ts';

/** Source: utils/defaults/defaults.go DefaultTraefikAPIGroup, DefaultTraefikVersion. */
export const TRAEFIK_SERVICE: CustomKind = {
  kind: 'TraefikService',
  apiVersions: ['traefik.containo.us/v1alpha1', 'traefik.io/v1alpha1'],
};

/** Later versions ask for the group of Traefik 3, and do not find objects of the older one. */
function askedKind(reference: Reference): CustomKind {
  return reference.has('traefik-io')
    ? { kind: TRAEFIK_SERVICE.kind, apiVersions: ['traefik.io/v1alpha1'] }
    : TRAEFIK_SERVICE;
}

/**
 * Traefik: weights of the two Services in a weighted TraefikService. Source: rollout/trafficrouting/traefik/traefik.go.
 */
export class TraefikRouter extends WeightOnlyRouter {
  readonly type = 'Traefik';
  readonly #context: RouterContext;
  readonly #traefik: TraefikTrafficRouting;

  constructor(context: RouterContext, traefik: TraefikTrafficRouting) {
    super();
    this.#context = context;
    this.#traefik = traefik;
  }

  override setWeight(desiredWeight: number): void {
    const { env, rollout, reads } = this.#context;
    const { canaryService = '', stableService = '' } = rollout.spec.strategy.canary ?? {};
    const name = this.#traefik.weightedTraefikServiceName;
    const found = getCustom(env.api, askedKind(env.reference), rollout.metadata.namespace ?? '', name);
    const fields = fieldsOf(found.object);
    const services = nestedList(fields, 'spec', 'weighted', 'services');
    if (services === undefined) {
      throw new ReconcileError('spec.weighted.services was not found in traefik service manifest');
    }
    const withCanary = withWeight(services, 'canary', canaryService, desiredWeight);
    const weighted = withWeight(withCanary, 'stable', stableService, 100 - desiredWeight);
    try {
      const because = becauseOfWeights(reads, weighted, 'spec.weighted.services', {
        shareOf: ({ name: service }) => shareOfService(service, canaryService, stableService),
      });
      updateCustom(env.api, found, withNested(fields, weighted, 'spec', 'weighted', 'services'), because);
    } catch (error) {
      const message = `Error updating traefik service "${name}": ${reconcileErrorMessage(error)}`;
      env.recorder.event(rollout, 'Warning', 'TraefikServiceUpdateError', message);
      throw error;
    }
  }
}

/** The list with the weight of the first Service of a name. Source: getService. */
function withWeight(services: readonly Json[], side: string, name: string, weight: number): readonly Json[] {
  for (const [index, service] of services.entries()) {
    if (!isJsonObject(service)) {
      throw new ReconcileError('Failed type assertion setting weight for traefik service');
    }
    const current = nestedText(service, 'name');
    if (current === undefined) throw new ReconcileError('name field was not found in service');
    if (current === name) return services.with(index, { ...service, weight });
  }
  throw new ReconcileError(`traefik ${side} service was not found`);
}
