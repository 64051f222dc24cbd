import { isNotFound, ReconcileError } from '../../api/errors.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../api/json.ts';
import { defineFunction, isTextOrNull, type RuleInput, type Write } from '../../api/reason.ts';
import { fieldsOf } from '../../api/object-form.ts';
import { POD_TEMPLATE_HASH_LABEL } from '../../api/rollouts/names.ts';
import type { AppMeshTrafficRouting } from '../../api/shape/traffic-routing.ts';
import { invalid } from '../../api/field-error.ts';
import { type CustomKind, type CustomObject, getCustom, updateCustom } from '../custom-objects.ts';
import {
  APP_MESH_VIRTUAL_NODE,
  APP_MESH_VIRTUAL_SERVICE,
  getRouteRule,
  getVirtualRouterOf,
  type RouteRule,
} from './objects.ts';
import { panicked } from '../reconcile-errors.ts';
import { becauseOfWeights, selectedVersion, shareOfService } from '../reasons.ts';
import { type RouterContext, WeightOnlyRouter } from '../router.ts';
import { nestedObject, withNested } from '../unstructured.ts';

/** What a VirtualNode selects while there is no version for it, or none of its own. */
const STABLE_HASH = 'stable-hash';
const CANARY_HASH = 'canary-hash';

export const stableNodeHash = defineFunction('stableNodeHash', [isTextOrNull], ([hash]) => hash ?? STABLE_HASH);

export const canaryNodeHash = defineFunction('canaryNodeHash', [isTextOrNull, isTextOrNull], ([hash, stable]) =>
  hash === null || hash === (stable ?? STABLE_HASH) ? CANARY_HASH : hash,
);

const NOT_WELL_FORMED = 'not well-formed';

interface VirtualNodes {
  readonly canary: string;
  readonly stable: string;
}

/**
 * AWS App Mesh: weights of the routes of the VirtualRouter behind a VirtualService, hashes in the pod selectors of two
 * VirtualNodes.
 * Source: rollout/trafficrouting/appmesh/appmesh.go.
 */
export class AppMeshRouter extends WeightOnlyRouter {
  readonly type = 'AppMesh';
  readonly #context: RouterContext;
  readonly #appMesh: AppMeshTrafficRouting;

  constructor(context: RouterContext, appMesh: AppMeshTrafficRouting) {
    super();
    this.#context = context;
    this.#appMesh = appMesh;
  }

  /**
   * The mesh allows no two nodes with one selector: equal hashes leave the canary a name that no pod has. Source:
   * UpdateHash.
   */
  override updateHash(canaryHash: string, stableHash: string): void {
    const nodes = this.#virtualNodes();
    const stable = stableHash === '' ? STABLE_HASH : stableHash;
    const { reads } = this.#context;
    const canary = canaryHash === stable || canaryHash === '' ? CANARY_HASH : canaryHash;
    this.#selectHash(nodes.stable, stable, (write) => stableNodeHash.of(reads.stableHash(write)));
    this.#selectHash(nodes.canary, canary, (write) =>
      canaryNodeHash.of(reads.canaryHash(write), reads.stableHash(write)),
    );
  }

  /** Source: SetWeight, reconcileVirtualRouter. */
  override setWeight(desiredWeight: number): void {
    const { env, reads } = this.#context;
    const { virtualService } = this.#appMesh;
    if (virtualService === undefined) throw panicked();
    const { name, routes: named = [] } = virtualService;
    const about = (kind: string): string => (kind === 'VirtualService' ? `\`${name}\`` : `for \`${name}\``);
    const service = this.#lookUp('VirtualService', about, () => this.#get(APP_MESH_VIRTUAL_SERVICE, name));
    const router = this.#lookUp('VirtualRouter', about, () => getVirtualRouterOf(env.api, service));
    const routerName = router.object.metadata.name ?? '';
    const fields = fieldsOf(router.object);
    const { spec } = fields;
    const routes = isJsonObject(spec) ? spec['routes'] : undefined;
    if (!isJsonArray(routes)) throw new ReconcileError(invalid('spec.routes', routerName, 'No routes found').text);
    const weights = { ...this.#virtualNodes(), desiredWeight, namespace: this.#namespace() };
    const written = routes.map((route, index) =>
      weightedRoute(route, { field: `spec.routes[${index}]`, routerName, named, ...weights }),
    );
    if (written.every((route, index) => route === routes[index])) return;
    const because = becauseOfWeights(reads, written, 'spec.routes', {
      shareOf: ({ virtualNodeRef }) =>
        isJsonObject(virtualNodeRef)
          ? shareOfService(virtualNodeRef['name'], weights.canary, weights.stable)
          : undefined,
    });
    updateCustom(env.api, router, withNested(fields, written, 'spec', 'routes'), because);
  }

  #namespace(): string {
    return this.#context.rollout.metadata.namespace ?? '';
  }

  #virtualNodes(): VirtualNodes {
    const canary = this.#appMesh.virtualNodeGroup?.canaryVirtualNodeRef?.name;
    const stable = this.#appMesh.virtualNodeGroup?.stableVirtualNodeRef?.name;
    if (canary === undefined || stable === undefined) throw panicked();
    return { canary, stable };
  }

  #get(kind: CustomKind, name: string): CustomObject {
    return getCustom(this.#context.env.api, kind, this.#namespace(), name);
  }

  /** Source: updateVirtualNodeWithHash. */
  #selectHash(name: string, hash: string, read: (write: Write) => RuleInput): void {
    const node = this.#lookUp(
      'VirtualNode',
      () => `\`${name}\``,
      () => this.#get(APP_MESH_VIRTUAL_NODE, name),
    );
    const fields = fieldsOf(node.object);
    const labels = nestedObject(fields, 'spec', 'podSelector', 'matchLabels') ?? {};
    const wanted = { ...labels, [POD_TEMPLATE_HASH_LABEL]: hash };
    const path = `spec.podSelector.matchLabels[${POD_TEMPLATE_HASH_LABEL}]`;
    const because = selectedVersion.because((write) => ({ hash: read(write) }), path);
    updateCustom(this.#context.env.api, node, withNested(fields, wanted, 'spec', 'podSelector', 'matchLabels'), [
      because,
    ]);
  }

  /** An object that is missing gets an event, and an error that does not name it. */
  #lookUp(kind: string, about: (kind: string) => string, get: () => CustomObject): CustomObject {
    try {
      return get();
    } catch (error) {
      if (!isNotFound(error)) throw error;
      const message = `${kind} ${about(kind)} not found in namespace \`${this.#namespace()}\``;
      this.#context.env.recorder.event(this.#context.rollout, 'Warning', `${kind}NotFound`, message);
      throw new ReconcileError(`Virtual-${kind.slice('Virtual'.length).toLowerCase()} is missing`);
    }
  }
}

interface RouteWeights extends VirtualNodes {
  readonly field: string;
  readonly routerName: string;
  /** Names of the routes that carry weights; empty for all. */
  readonly named: readonly string[];
  readonly desiredWeight: number;
  readonly namespace: string;
}

function notWellFormed(field: string, routerName: string): ReconcileError {
  return new ReconcileError(invalid(field, routerName, NOT_WELL_FORMED).text);
}

/** A route with the weights of its two nodes; the same value if they are right. Source: reconcileRoute. */
function weightedRoute(route: Json, weights: RouteWeights): Json {
  const { field, routerName, named } = weights;
  if (!isJsonObject(route)) throw notWellFormed(field, routerName);
  const { name } = route;
  if (typeof name !== 'string') throw notWellFormed(`${field}.name`, routerName);
  if (named.length > 0 && !named.includes(name)) return route;
  const { type, rule } = routeRule(route, weights);
  const { action } = rule;
  const targets = isJsonObject(action) ? action['weightedTargets'] : undefined;
  const at = `${field}.${type}.action.weightedTargets`;
  if (!isJsonArray(targets)) throw notWellFormed(at, routerName);
  const written = targets.map((target, index) => weightedTarget(target, `${at}[${index}]`, weights));
  if (written.every((target, index) => target === targets[index])) return route;
  return withNested(route, written, type, 'action', 'weightedTargets');
}

function routeRule(route: JsonObject, { field, routerName }: RouteWeights): RouteRule {
  try {
    return getRouteRule(route);
  } catch (error) {
    if (error instanceof ReconcileError) throw notWellFormed(field, routerName);
    throw error;
  }
}

function weightedTarget(target: Json, field: string, weights: RouteWeights): Json {
  const { routerName, namespace, desiredWeight } = weights;
  if (!isJsonObject(target)) throw notWellFormed(field, routerName);
  const { virtualNodeRef: reference, weight } = target;
  if (!isJsonObject(reference)) throw notWellFormed(`${field}.virtualNodeRef`, routerName);
  if (typeof weight !== 'number') throw notWellFormed(`${field}.weight`, routerName);
  const given = reference['namespace'];
  const elsewhere = typeof given === 'string' && given !== '' && given !== namespace;
  if (elsewhere) return target;
  const name = reference['name'];
  let wanted: number;
  if (name === weights.stable) wanted = 100 - desiredWeight;
  else if (name === weights.canary) wanted = desiredWeight;
  else return target;
  return Math.trunc(weight) === wanted ? target : { ...target, weight: wanted };
}
