import { isNotFound, ReconcileError } from '../../api/errors.ts';
import { nothing } from '../../api/input-functions.ts';
import { isJsonObject, type Json, type JsonObject } from '../../api/json.ts';
import type { Because } from '../../api/reason.ts';
import { POD_TEMPLATE_HASH_LABEL } from '../../api/rollouts/names.ts';
import { fieldsOf } from '../../api/object-form.ts';
import { availableReplicas, getPodTemplateHash, specReplicas } from '../../api/rollouts/replica-sets.ts';
import type { SetHeaderRoute, SetMirrorRoute } from '../../api/shape/canary-steps.ts';
import type { WeightDestination } from '../../api/shape/rollout.ts';
import type { IstioTrafficRouting, IstioVirtualService, ManagedRoutes } from '../../api/shape/traffic-routing.ts';
import { stableAndCanaryServices } from '../../api/rollouts/traffic.ts';
import { isDynamicallyRollingBackToStable } from '../../api/rollouts/traffic.ts';
import { type CustomKind, type CustomObject, getCustom, updateCustom } from '../custom-objects.ts';
import {
  becauseOfEnd,
  becauseOfFewer,
  becauseOfNoRoutes,
  becauseOfRoute,
  becauseOfRouteAgain,
  becauseOfWeights,
  notNegative,
  objectManaged,
  selectedVersion,
  type Share,
  shareOfService,
} from '../reasons.ts';
import { panicked, wrapError } from '../reconcile-errors.ts';
import type { RouterContext, TrafficRouter } from '../router.ts';
import { nestedList } from '../unstructured.ts';
import { destinationRuleHost, subsetNames, withSubsetHashes } from './destination-rule.ts';
import { orderRoutes, splitManagedRoutes, withHttpRoutes, withoutNamed } from './managed-routes.ts';
import { type CanaryDestination, createHeaderRoute, createMirrorRoute } from './new-routes.ts';
import {
  ISTIO_DESTINATION_RULE,
  ISTIO_VIRTUAL_SERVICE,
  hostOf,
  rawRoutes,
  readHttpRoutes,
  virtualServiceNamespaceName,
} from './routes.ts';
import { withWeights } from './set-weight.ts';

const PROTOCOLS = ['http', 'tls', 'tcp'] as const;

/**
 * Istio: weights of routes in VirtualServices, hashes in the subsets of a DestinationRule. Source:
 * rollout/trafficrouting/istio/istio.go.
 */
export class IstioRouter implements TrafficRouter {
  readonly type = 'Istio';
  readonly #context: RouterContext;
  readonly #istio: IstioTrafficRouting;

  constructor(context: RouterContext, istio: IstioTrafficRouting) {
    this.#context = context;
    this.#istio = istio;
  }

  /** Source: UpdateHash. */
  updateHash(canaryHash: string, stableHash: string, additional: readonly WeightDestination[]): void {
    const late = this.#unavailableReplicaSet(canaryHash, stableHash);
    if (late !== undefined && !this.#context.env.reference.has('destination-rule-delay-is-an-error')) return;
    if (late !== undefined) {
      throw new ReconcileError(`delaying destination rule switch: ReplicaSet ${late} not fully available`);
    }
    const names = this.#istio.destinationRule;
    if (names === undefined) return;
    const { env, rollout } = this.#context;
    const found = this.#get(ISTIO_DESTINATION_RULE, rollout.metadata.namespace ?? '', names.name);
    const hashes = { canary: canaryHash, stable: stableHash, additional };
    const changed = withSubsetHashes(found.object, names, hashes, rollout.metadata.name ?? '');
    if (changed === undefined) return;
    const wanted = { ...changed.fields, metadata: changed.metadata };
    const { reads } = this.#context;
    const hashOf = (name: string): string => `spec.subsets[name=${name}].labels[${POD_TEMPLATE_HASH_LABEL}]`;
    const because = [
      selectedVersion.because((write) => ({ hash: reads.canaryHash(write) }), hashOf(names.canarySubsetName)),
      selectedVersion.because((write) => ({ hash: reads.stableHash(write) }), hashOf(names.stableSubsetName)),
      ...additional.map(({ serviceName = '' }, index) =>
        selectedVersion.because(
          (write) => ({ hash: reads.additional(write)[index]?.hash ?? nothing.of() }),
          hashOf(serviceName),
        ),
      ),
      objectManaged.because((write) => ({ rollout: reads.rollout(write) })),
      ...subsetNames(found.object)
        .filter((name) => name !== names.canarySubsetName && name !== names.stableSubsetName)
        .map((name) => becauseOfEnd(reads, `spec.subsets[name=${name}]`)),
    ];
    env.api.update(found.resource, wanted, { because });
    const subsets = `${names.canarySubsetName}: ${canaryHash}, ${names.stableSubsetName}: ${stableHash}`;
    this.#event('UpdatedDestinationRule', `DestinationRule ${names.name} subset updated (${subsets})`);
  }

  /** Source: SetWeight. */
  setWeight(desiredWeight: number, additional: readonly WeightDestination[]): void {
    const { rollout } = this.#context;
    for (const reference of this.#virtualServices()) {
      const found = this.#virtualService(reference);
      const fields = fieldsOf(found.object);
      const { destinationRule } = this.#istio;
      const changed = withWeights(rollout, destinationRule, reference, fields, desiredWeight, additional);
      if (changed === undefined) continue;
      const words = '[SetWeight] failed to order routes: [orderRoutes] failed to get virtual service http routes';
      wrapError(words, () => nestedList(changed, 'spec', 'http'));
      const ordered = this.#ordered(changed);
      this.#update(found, ordered, this.#becauseOfWeights(fields, ordered, additional));
      this.#event(
        'Updated VirtualService',
        `VirtualService \`${nameOf(found)}\` set to desiredWeight '${desiredWeight}'`,
      );
    }
  }

  /** Source: SetHeaderRoute, reconcileVirtualServiceHeaderRoutes. */
  setHeaderRoute(route: SetHeaderRoute): void {
    for (const reference of this.#virtualServices()) {
      const found = wrapError('[SetHeaderRoute] failed to get istio virtual service', () =>
        this.#virtualService(reference),
      );
      const changed = wrapError('[SetHeaderRoute] failed to reconcile header routes', () => {
        const destination = this.#canaryDestination();
        const fields = fieldsOf(found.object);
        const routes = routesBut(fields, route, 'reconcileVirtualServiceHeaderRoutes');
        if (route.match === undefined) return withHttpRoutes(fields, routes);
        const added = createHeaderRoute(reference.routes ?? [], readHttpRoutes(routes), route, destination);
        return withHttpRoutes(fields, [...routes, added]);
      });
      this.#writeRoutes('SetHeaderRoute', 'failed to update routes:', found, changed, route);
      this.#event(
        'Updated VirtualService',
        `VirtualService \`${nameOf(found)}\` set headerRoute '${route.name ?? ''}'`,
      );
    }
  }

  /** Source: SetMirrorRoute, reconcileVirtualServiceMirrorRoutes. */
  setMirrorRoute(route: SetMirrorRoute): void {
    const where = 'reconcileVirtualServiceMirrorRoutes';
    for (const reference of this.#virtualServices()) {
      const found = wrapError('[SetMirrorRoute] failed to get virtual service', () => this.#virtualService(reference));
      const changed = wrapError('[SetMirrorRoute] failed reconcile virtual service for mirror routes', () => {
        const words = `[${where}] failed to get destination rule host`;
        const destination = wrapError(words, () => this.#canaryDestination());
        const fields = fieldsOf(found.object);
        const routes = routesBut(fields, route, where);
        if (route.match === undefined) return withHttpRoutes(fields, routes);
        const added = wrapError(`[${where}] failed to create mirror route`, () =>
          createMirrorRoute(reference.routes ?? [], readHttpRoutes(routes), route, destination),
        );
        return withHttpRoutes(fields, [added, ...routes]);
      });
      this.#writeRoutes('SetMirrorRoute', 'failed to update virtual service', found, changed, route);
      this.#event('Updated VirtualService', `VirtualService \`${nameOf(found)}\` set mirrorRoute '${route.name}'`);
    }
  }

  verifyWeight(): undefined {
    return undefined;
  }

  /**
   * Ends at the first VirtualService without HTTP or managed routes, whatever comes behind it. Source:
   * RemoveManagedRoutes.
   */
  removeManagedRoutes(): void {
    const { managedRoutes = [] } = this.#context.rollout.spec.strategy.canary?.trafficRouting ?? {};
    for (const reference of this.#virtualServices()) {
      const found = this.#virtualServiceToClean(reference);
      if (found === undefined) continue;
      const fields = fieldsOf(found.object);
      const routes = wrapError('[RemoveManagedRoutes] failed to get http routes from virtual service', () =>
        nestedList(fields, 'spec', 'http'),
      );
      if (routes === undefined) return;
      const kept = this.#withoutStepRoutes(routes);
      if (kept === undefined && managedRoutes.length === 0) return;
      const { managed, others } = splitManagedRoutes(managedRoutes, kept ?? routes);
      if (kept === undefined && managed.length === 0) return;
      wrapError('[RemoveManagedRoutes] failed to update kubernetes virtual service', () =>
        this.#update(found, withHttpRoutes(fields, others), this.#becauseOfNoRoutes(managedRoutes)),
      );
      this.#event('Updated VirtualService', `VirtualService \`${nameOf(found)}\` removed all managed routes.`);
    }
  }

  /** Undefined in versions that go on without a VirtualService that is not there. */
  #virtualServiceToClean(reference: IstioVirtualService): CustomObject | undefined {
    try {
      return this.#virtualService(reference);
    } catch (error) {
      if (isNotFound(error) && this.#context.env.reference.has('step-routes-are-removed')) return undefined;
      return wrapError('[RemoveManagedRoutes] failed to get virtual service', () => {
        throw error;
      });
    }
  }

  /** The routes without those of header and mirror steps; undefined if there are no such steps. */
  #withoutStepRoutes(routes: readonly Json[]): readonly Json[] | undefined {
    if (!this.#context.env.reference.has('step-routes-are-removed')) return undefined;
    const names = (this.#context.rollout.spec.strategy.canary?.steps ?? []).flatMap((step) =>
      [step.setHeaderRoute, step.setMirrorRoute].flatMap((route) => (route === undefined ? [] : [route.name ?? ''])),
    );
    if (names.length === 0) return undefined;
    return names.reduce((kept, name) => withoutNamed(kept, name), routes);
  }

  /** Source: getVirtualServices. */
  #virtualServices(): readonly IstioVirtualService[] {
    const { virtualServices, virtualService } = this.#istio;
    if (virtualServices !== undefined) return virtualServices;
    if (virtualService === undefined) throw panicked();
    return [virtualService];
  }

  /** Source: getVirtualService. */
  #virtualService(reference: IstioVirtualService): CustomObject {
    const { namespace, name } = virtualServiceNamespaceName(this.#context.env.reference, reference.name);
    return this.#get(ISTIO_VIRTUAL_SERVICE, namespace || (this.#context.rollout.metadata.namespace ?? ''), name);
  }

  #get(kind: CustomKind, namespace: string, name: string): CustomObject {
    const { env, rollout } = this.#context;
    try {
      return getCustom(env.api, kind, namespace, name);
    } catch (error) {
      if (isNotFound(error)) {
        env.recorder.event(rollout, 'Warning', `${kind.kind}NotFound`, `${kind.kind} \`${name}\` not found`);
      }
      throw error;
    }
  }

  /** Where header and mirror routes lead to: with a DestinationRule its host and the canary's subset. */
  #canaryDestination(): CanaryDestination {
    const { rollout } = this.#context;
    const rule = this.#istio.destinationRule;
    const service = stableAndCanaryServices(rollout, false).canary;
    if (rule === undefined) return { host: service, subset: '' };
    const { object } = this.#get(ISTIO_DESTINATION_RULE, rollout.metadata.namespace ?? '', rule.name);
    return { host: destinationRuleHost(object) || service, subset: rule.canarySubsetName };
  }

  #ordered(fields: JsonObject): JsonObject {
    return orderRoutes(fields, this.#context.rollout.spec.strategy.canary?.trafficRouting?.managedRoutes);
  }

  #writeRoutes(
    where: string,
    words: string,
    found: CustomObject,
    fields: JsonObject,
    { name = '', match }: SetHeaderRoute | SetMirrorRoute,
  ): void {
    const { reads } = this.#context;
    const path = `spec.http[name=${name}]`;
    const because =
      match === undefined
        ? [becauseOfNoRoutes(reads, path)]
        : [becauseOfRoute(reads, `${path}.name`), becauseOfRouteAgain(reads, `${path}.match`)];
    wrapError(`[${where}] ${words}`, () => this.#update(found, this.#ordered(fields), because));
  }

  #becauseOfNoRoutes(managed: readonly ManagedRoutes[]): readonly Because[] {
    const { reads } = this.#context;
    return managed.map(({ name }) => becauseOfNoRoutes(reads, `spec.http[name=${name}]`));
  }

  /** Why the weights of a VirtualService are what they are; header routes have a weight of their own. */
  #becauseOfWeights(
    before: JsonObject,
    fields: JsonObject,
    additional: readonly WeightDestination[],
  ): readonly Because[] {
    const { rollout, reads } = this.#context;
    const { destinationRule: subsets } = this.#istio;
    const { canary, stable } = stableAndCanaryServices(rollout, false);
    const services = additional.map(({ serviceName = '' }) => serviceName);
    const shareOf = ({ destination }: JsonObject): Share | undefined => {
      if (!isJsonObject(destination)) return undefined;
      const { host = '', subset = '' } = destination;
      if (typeof host !== 'string') return undefined;
      const name = hostOf({ destination: { host } });
      const isSide = (service: string, ofSubset = ''): boolean =>
        (name !== '' && name === service) || (subset !== '' && subset === ofSubset);
      if (isSide(canary, subsets?.canarySubsetName)) return 'canary';
      if (isSide(stable, subsets?.stableSubsetName)) return 'stable';
      return shareOfService(name, '', '', services);
    };
    const { managedRoutes = [] } = rollout.spec.strategy.canary?.trafficRouting ?? {};
    const managed = new Set(managedRoutes.map((route) => route.name));
    const weighted = (route: Json): Json =>
      isJsonObject(route) && route['mirror'] === undefined && managed.has(String(route['name'])) ? null : route;
    return PROTOCOLS.flatMap((protocol) => {
      const routes = rawRoutes(fields, protocol)?.map(weighted);
      const weights = becauseOfWeights(reads, routes, `spec.${protocol}`, { shareOf, asRest: notNegative });
      const old = rawRoutes(before, protocol) ?? [];
      const fewer = (routes ?? []).flatMap((route, index) =>
        becauseOfFewer(reads, destinationsOf(old[index]), destinationsOf(route), `spec.${protocol}[${index}].route`),
      );
      return [...weights, ...fewer];
    });
  }

  #update(found: CustomObject, fields: JsonObject, because: readonly Because[]): void {
    updateCustom(this.#context.env.api, found, fields, because);
  }

  #event(reason: string, message: string): void {
    this.#context.env.recorder.event(this.#context.rollout, 'Normal', reason, message);
  }

  /**
   * The name of a ReplicaSet that gets traffic by its subset and is not fully available; without Services a switch
   * waits for it.
   * Source: shouldDelayDestinationRuleUpdate.
   */
  #unavailableReplicaSet(canaryHash: string, stableHash: string): string | undefined {
    const { env, rollout, allRSs } = this.#context;
    const { canaryService = '', stableService = '' } = rollout.spec.strategy.canary ?? {};
    if (canaryService !== '' || stableService !== '') return undefined;
    const stableRS = allRSs.find((rs) => getPodTemplateHash(rs) === stableHash);
    const goesBack =
      env.reference.has('destination-rule-delay-is-an-error') &&
      (rollout.status.abort === true ||
        (stableRS !== undefined && isDynamicallyRollingBackToStable(rollout, stableRS) !== undefined));
    const late = allRSs.find((rs) => {
      const hash = getPodTemplateHash(rs);
      if (specReplicas(rs) === 0 || hash === '' || (hash !== stableHash && hash !== canaryHash)) return false;
      if (goesBack && hash === canaryHash) return false;
      const available = availableReplicas(rs);
      return available === 0 || specReplicas(rs) > available;
    });
    return late?.metadata.name;
  }
}

function destinationsOf(route: Json | undefined): Json | undefined {
  return isJsonObject(route) ? route['route'] : undefined;
}

function nameOf({ object }: CustomObject): string {
  return object.metadata.name ?? '';
}

/** The HTTP routes of a VirtualService but for one, which is written anew if it has a match. Source: removeRoute. */
function routesBut(
  fields: JsonObject,
  { name = '', match }: SetHeaderRoute | SetMirrorRoute,
  where: string,
): readonly Json[] {
  const what = match === undefined ? 'route' : 'http route';
  return wrapError(`[${where}] failed to remove ${what} from virtual service`, () => {
    const words = '[removeRoute] failed to get http routes from virtual service';
    const routes = wrapError(words, () => nestedList(fields, 'spec', 'http'));
    if (routes === undefined) throw new ReconcileError('spec.http not found');
    return withoutNamed(routes, name);
  });
}
