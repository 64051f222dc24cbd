import { ReconcileError, reconcileErrorMessage } from '../../api/errors.ts';
import type { Json, JsonObject } from '../../api/json.ts';
import { fieldsOf } from '../../api/object-form.ts';
import type { SetHeaderRoute } from '../../api/shape/canary-steps.ts';
import type { ApisixRoute } from '../../api/shape/traffic-routing.ts';
import { changeRules, withBackendWeight, withHeaderMatch, withHigherPriority, withoutBackend } from './rules.ts';
import {
  controllerRef,
  type CustomKind,
  type CustomObject,
  findCustom,
  getCustom,
  isControlledBy,
  updateCustom,
} from '../custom-objects.ts';
import {
  becauseOfNoRoutes,
  becauseOfRoute,
  becauseOfRouteAgain,
  becauseOfWeights,
  shareOfService,
} from '../reasons.ts';
import { type RouterContext, WeightOnlyRouter } from '../router.ts';
import { nestedList, withNested } from '../unstructured.ts';

/** Source: utils/defaults/defaults.go DefaultApisixAPIGroup, DefaultApisixVersion. */
export const APISIX_ROUTE: CustomKind = { kind: 'ApisixRoute', apiVersions: ['apisix.apache.org/v2'] };

/**
 * Apache APISIX: weights of the backends in rules of an ApisixRoute; a header route is a second ApisixRoute, a copy of
 * the first.
 * Source: rollout/trafficrouting/apisix/apisix.go.
 */
export class ApisixRouter extends WeightOnlyRouter {
  readonly type = 'Apisix';
  readonly #context: RouterContext;
  readonly #route: ApisixRoute;

  constructor(context: RouterContext, route: ApisixRoute) {
    super();
    this.#context = context;
    this.#route = route;
  }

  override setWeight(desiredWeight: number): void {
    const { env, rollout, reads } = this.#context;
    const { canaryService = '', stableService = '' } = rollout.spec.strategy.canary ?? {};
    const found = getCustom(env.api, APISIX_ROUTE, this.#namespace(), this.#route.name);
    const fields = fieldsOf(found.object);
    const rules = changeRules(rulesOf(fields), this.#rules(), (rule) =>
      withBackendWeight(withBackendWeight(rule, canaryService, desiredWeight), stableService, 100 - desiredWeight),
    );
    this.#write('updating', 'ApisixRouteUpdateError', this.#route.name, () => {
      const because = becauseOfWeights(reads, rules, 'spec.http', {
        shareOf: ({ serviceName }) => shareOfService(serviceName, canaryService, stableService),
      });
      updateCustom(env.api, found, withNested(fields, rules, 'spec', 'http'), because);
    });
  }

  /** Source: SetHeaderRoute. */
  override setHeaderRoute(route: SetHeaderRoute): void {
    const { env, rollout, reads } = this.#context;
    const name = route.name ?? '';
    const base = getCustom(env.api, APISIX_ROUTE, this.#namespace(), this.#route.name);
    const current = findCustom(env.api, APISIX_ROUTE, this.#namespace(), name);
    if (current !== undefined && !isControlledBy(current.object, rollout)) {
      throw new ReconcileError(`duplicate ApisixRoute [${name}] already exists`);
    }
    if (route.match === undefined) {
      if (current !== undefined) this.#delete('delete', current, name);
      return;
    }
    if (current === undefined) {
      const wanted = { ...this.#withHeaderRules(base, route, true), metadata: this.#metadata(base, name) };
      const because = becauseOfRoute(reads, 'metadata.name');
      this.#write('create', 'ApisixRouteCreateError', name, () =>
        env.api.create(base.resource, wanted, { because: [because] }),
      );
    } else {
      const fields = this.#withHeaderRules(current, route, false);
      const because = becauseOfRouteAgain(reads, 'spec.http');
      this.#write('update', 'ApisixRouteUpdateError', name, () => updateCustom(env.api, current, fields, [because]));
    }
  }

  /** Source: RemoveManagedRoutes. */
  override removeManagedRoutes(): void {
    const { env, rollout } = this.#context;
    for (const { name } of rollout.spec.strategy.canary?.trafficRouting?.managedRoutes ?? []) {
      const found = findCustom(env.api, APISIX_ROUTE, this.#namespace(), name);
      if (found !== undefined && isControlledBy(found.object, rollout)) this.#delete('deleting', found, name);
    }
  }

  #namespace(): string {
    return this.#context.rollout.metadata.namespace ?? '';
  }

  #rules(): readonly string[] {
    return this.#route.rules ?? [this.#route.name];
  }

  /**
   * The copy's metadata: labels and annotations of the original, and the rollout as its owner. Source:
   * makeSetHeaderRoute.
   */
  #metadata({ object }: CustomObject, name: string): CustomObject['object']['metadata'] {
    const { namespace, labels, annotations, finalizers } = object.metadata;
    return {
      name,
      namespace,
      labels,
      annotations,
      finalizers,
      ownerReferences: [controllerRef(this.#context.rollout)],
    };
  }

  /** The rules led to the canary alone, for requests with the headers. Source: processSetHeaderApisixRoute. */
  #withHeaderRules({ object }: CustomObject, route: SetHeaderRoute, isNew: boolean): JsonObject {
    const { canaryService = '', stableService = '' } = this.#context.rollout.spec.strategy.canary ?? {};
    const fields = fieldsOf(object);
    const rules = changeRules(rulesOf(fields), this.#rules(), (rule) => {
      const toCanary = withoutBackend(withBackendWeight(rule, canaryService, 100), stableService);
      return withHeaderMatch(isNew ? withHigherPriority(toCanary) : toCanary, route);
    });
    return withNested(fields, rules, 'spec', 'http');
  }

  #delete(verb: string, { resource }: CustomObject, name: string): void {
    const { env, reads } = this.#context;
    const because = becauseOfNoRoutes(reads, '');
    this.#write(verb, 'ApisixRouteDeleteError', name, () =>
      env.api.delete(resource, this.#namespace(), name, { because: [because] }),
    );
  }

  #write(verb: string, reason: string, name: string, write: () => void): void {
    const { env, rollout } = this.#context;
    try {
      write();
    } catch (error) {
      const message = `Error ${verb} apisix route "${name}": ${reconcileErrorMessage(error)}`;
      env.recorder.event(rollout, 'Warning', reason, message);
      throw error;
    }
  }
}

function rulesOf(fields: JsonObject): readonly Json[] {
  const rules = nestedList(fields, 'spec', 'http');
  if (rules === undefined) throw new ReconcileError('spec.http was not found in Apisix Route manifest');
  return rules;
}
