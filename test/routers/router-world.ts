import type { ControllerEnv } from '../../src/api/controller.ts';
import type { JsonObject } from '../../src/api/json.ts';
import { MemoryServer } from '../../src/api/memory-server.ts';
import { fieldsOf } from '../../src/api/object-form.ts';
import { Reference } from '../../src/api/reference.ts';
import { ROLLOUT } from '../../src/api/resources.ts';
import type { ReplicaSet } from '../../src/api/shape/apps.ts';
import type { Rollout } from '../../src/api/shape/rollout.ts';
import { newRouterEnv, type TrafficRouter } from '../../src/routers/router.ts';
import { newRouters } from '../../src/routers/table.ts';
import { noReads } from '../../src/routers/reasons.ts';
import type { RoutingSettings } from '../../src/world/routing.ts';

/** A cluster with one canary `shop`, and what its routers said. */
export interface RouterWorld {
  readonly api: MemoryServer;
  readonly env: Pick<ControllerEnv, 'api' | 'reference'>;
  readonly rollout: Rollout;
  /** `REASON message`, warnings with an exclamation mark before them. */
  readonly events: string[];
  readonly clock: { now: number };
  /** The routers, made anew as for each reconcile. */
  routers(allRSs?: readonly ReplicaSet[]): readonly TrafficRouter[];
  /** The only router. */
  router(allRSs?: readonly ReplicaSet[]): TrafficRouter;
  /** The spec of an object. */
  spec(apiVersion: string, kind: string, name: string): unknown;
  apply(manifest: JsonObject): void;
}

export interface RouterWorldOptions {
  readonly canary?: JsonObject;
  readonly routing: JsonObject;
  readonly managedRoutes?: readonly string[];
  readonly settings?: RoutingSettings;
  readonly status?: JsonObject;
}

export function routerWorld({
  canary = {},
  routing,
  managedRoutes,
  settings = {},
  status,
}: RouterWorldOptions): RouterWorld {
  const clock = { now: 0 };
  const api = new MemoryServer({ clock: { nowMs: () => clock.now }, freeze: true });
  const events: string[] = [];
  const env: Pick<ControllerEnv, 'api' | 'clock' | 'recorder' | 'reference' | 'note'> = {
    api,
    clock: { nowMs: () => clock.now },
    recorder: {
      event: (_object, type, reason, message) => {
        events.push(`${type === 'Warning' ? '!' : ''}${reason} ${message}`);
      },
    },
    reference: new Reference(),
    note: () => undefined,
  };
  const managed = managedRoutes === undefined ? {} : { managedRoutes: managedRoutes.map((name) => ({ name })) };
  const apply = (manifest: JsonObject): void => {
    const object = api.decode(manifest);
    api.create(api.resourceFor(object.apiVersion ?? '', object.kind ?? ''), {
      ...object,
      metadata: { namespace: 'store', ...object.metadata },
    });
  };
  apply({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Rollout',
    metadata: { name: 'shop' },
    spec: {
      replicas: 4,
      strategy: {
        canary: {
          stableService: 'stable',
          canaryService: 'canary',
          ...canary,
          trafficRouting: { ...managed, ...routing },
        },
      },
    },
  });
  if (status !== undefined) api.patch(ROLLOUT, 'store', 'shop', { status }, { subresource: 'status' });
  const rollout = api.get(ROLLOUT, 'store', 'shop');
  const routerEnv = newRouterEnv(env, settings);
  const routers = (allRSs: readonly ReplicaSet[] = []): readonly TrafficRouter[] =>
    newRouters({ env: routerEnv, rollout, allRSs, reads: noReads() });
  return {
    api,
    env,
    rollout,
    events,
    clock,
    apply,
    routers,
    router: (allRSs) => {
      const [first, ...others] = routers(allRSs);
      if (first === undefined || others.length > 0) throw new Error('not one router');
      return first;
    },
    spec: (apiVersion, kind, name) => fieldsOf(api.get(api.resourceFor(apiVersion, kind), 'store', name))['spec'],
  };
}
