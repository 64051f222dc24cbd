import { deepEqual } from '../../../../src/api/equality.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../../src/api/json.ts';
import { MemoryServer } from '../../../../src/api/memory-server.ts';
import { fieldsOf } from '../../../../src/api/object-form.ts';
import { ROLLOUT } from '../../../../src/api/resources.ts';
import { Reference } from '../../../../src/api/reference.ts';
import { setHeaderRoute } from '../../../../src/api/shape/canary-steps.ts';
import { newRouterEnv, type TrafficRouter } from '../../../../src/routers/router.ts';
import { newRouters } from '../../../../src/routers/table.ts';
import { noReads } from '../../../../src/routers/reasons.ts';
import { errorText, jsonOf, listOf, numberOf, objectOf, rolloutOf, shaped, TABLE_NOW_MS, textOf } from '../inputs.ts';
import type { TableCheck } from './table-check.ts';

/** What the controller puts before the messages of a plugin. */
const WRAPPED = /^failed to (set weight|set header route|remove managed routes) via plugin: /;

function act(router: TrafficRouter, { weight, header }: JsonObject): JsonObject {
  try {
    if (weight !== undefined) router.setWeight(numberOf(weight), []);
    else if (header !== undefined) router.setHeaderRoute(shaped(setHeaderRoute, header));
    else router.removeManagedRoutes();
    return {};
  } catch (error) {
    return { error: errorText(error).replace(WRAPPED, '') };
  }
}

/** As the Go types of routes serialise it: empty lists vanish. */
function serialised(value: Json): Json {
  if (isJsonArray(value)) return value.map(serialised);
  if (!isJsonObject(value)) return value;
  const kept = Object.entries(value).flatMap(([key, item]) => {
    return item === undefined || (isJsonArray(item) && item.length === 0) ? [] : [[key, serialised(item)] as const];
  });
  return Object.fromEntries(kept);
}

/** The stored labels: an API server does not keep an empty map. */
function labelsOf(metadata: Json | undefined): Json {
  const labels = objectOf(metadata)['labels'];
  return isJsonObject(labels) && Object.keys(labels).length > 0 ? labels : null;
}

/** Calls of the plugin in order, and the routes after each. */
function compute(row: JsonObject): Json {
  const clock = { nowMs: () => TABLE_NOW_MS };
  const api = new MemoryServer({ clock });
  const routes = listOf(row['routes']).map((manifest) => {
    const object = api.decode(objectOf(manifest));
    const resource = api.resourceFor(object.apiVersion ?? '', object.kind ?? '');
    return { resource, name: api.create(resource, object).metadata.name ?? '' };
  });
  const managedRoutes = listOf(row['managedRoutes']).map((name) => ({ name: textOf(name) }));
  const trafficRouting = { managedRoutes, plugins: { 'argoproj-labs/gatewayAPI': objectOf(row['config']) } };
  const canary = { stableService: 'stable', canaryService: 'canary', trafficRouting };
  const rollout = api.create(
    ROLLOUT,
    rolloutOf({ metadata: { name: 'shop', namespace: 'shop' }, spec: { strategy: { canary } } }),
  );
  const env = newRouterEnv(
    { api, clock, recorder: { event: () => undefined }, reference: new Reference(), note: () => undefined },
    {},
  );
  return listOf(row['calls']).map((call) => {
    const [router] = newRouters({ env, rollout, allRSs: [], reads: noReads() });
    if (router === undefined) throw new Error('no router');
    const answer = act(router, objectOf(call));
    const after = routes.map(({ resource, name }) => {
      const { kind, metadata, spec } = fieldsOf(api.get(resource, 'shop', name));
      return { kind, labels: labelsOf(metadata), name, spec: serialised(spec ?? null) };
    });
    return jsonOf({ ...answer, routes: after });
  });
}

/** What was recorded is the route in hand of the plugin, which may have a map without labels. */
function stored(out: Json): Json {
  return listOf(out).map((item) => {
    const call = objectOf(item);
    const routes = listOf(call['routes']).map((route) => ({ ...objectOf(route), labels: labelsOf(route) }));
    return { ...call, routes };
  });
}

export const check: TableCheck = {
  table: 'gateway-plugin',
  compute,
  equal: (got, { out }) => deepEqual(got, stored(out)),
};
