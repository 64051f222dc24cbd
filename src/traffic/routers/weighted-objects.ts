import type { JsonObject } from '../../api/json.ts';
import type {
  ApisixTrafficRouting,
  SmiTrafficRouting,
  TraefikTrafficRouting,
} from '../../api/shape/traffic-routing.ts';
import {
  type Destination,
  everything,
  type RequestKind,
  type RouteTable,
  type Rule,
  type TrafficWorld,
} from '../route.ts';
import { listOf, numberIn, objectAt, objectsIn, type RouterObject, specOf, textIn } from './fields.ts';
import { headerOf, matchesPattern } from './header-match.ts';
import { fieldsOf } from '../../api/object-form.ts';

const TRAFFIC_SPLIT: RouterObject = {
  kind: 'TrafficSplit',
  apiVersions: ['split.smi-spec.io/v1alpha1', 'split.smi-spec.io/v1alpha2', 'split.smi-spec.io/v1alpha3'],
};
const TRAEFIK_SERVICE: RouterObject = {
  kind: 'TraefikService',
  apiVersions: ['traefik.containo.us/v1alpha1', 'traefik.io/v1alpha1'],
};
const APISIX_ROUTE: RouterObject = { kind: 'ApisixRoute', apiVersions: ['apisix.apache.org/v2'] };

function weighted(
  namespace: string,
  items: readonly JsonObject[],
  field: string,
  unset: number,
): readonly Destination[] {
  return items.map((item) => ({
    target: { namespace, service: textIn(item, field) },
    weight: numberIn(item, 'weight', unset),
  }));
}

/** Backends of a TrafficSplit; its name is the Rollout's unless the strategy says otherwise. */
export function smiRoutes(
  world: TrafficWorld,
  namespace: string,
  config: SmiTrafficRouting,
  rollout: string,
): RouteTable | undefined {
  const name = config.trafficSplitName ?? rollout;
  const spec = specOf(world, TRAFFIC_SPLIT, namespace, name);
  if (spec === undefined) return undefined;
  const destinations = weighted(namespace, objectsIn(spec, 'backends'), 'service', 0);
  return { router: 'smi', object: name, rules: [{ matches: everything, destinations }] };
}

export function traefikRoutes(
  world: TrafficWorld,
  namespace: string,
  config: TraefikTrafficRouting,
): RouteTable | undefined {
  const name = config.weightedTraefikServiceName;
  const spec = specOf(world, TRAEFIK_SERVICE, namespace, name);
  if (spec === undefined) return undefined;
  const destinations = weighted(namespace, objectsIn(objectAt(spec, 'weighted'), 'services'), 'name', 1);
  return { router: 'traefik', object: name, rules: [{ matches: everything, destinations }] };
}

/** The route of a Rollout, and before it the routes by header, which are objects of their own with a higher priority. */
export function apisixRoutes(
  world: TrafficWorld,
  namespace: string,
  config: ApisixTrafficRouting,
): RouteTable | undefined {
  const name = config.route?.name;
  const spec = name === undefined ? undefined : specOf(world, APISIX_ROUTE, namespace, name);
  if (name === undefined || spec === undefined) return undefined;
  const own = objectsIn(spec, 'http');
  const chosen = config.route?.rules ?? [];
  const main = chosen.length === 0 ? own : own.filter((rule) => chosen.includes(textIn(rule, 'name')));
  const hosts = JSON.stringify(objectAt(main[0], 'match')['hosts'] ?? null);
  const others = listOf(world, APISIX_ROUTE, namespace)
    .filter((route) => route.metadata.name !== name)
    .flatMap((route) => objectsIn(objectAt(fieldsOf(route), 'spec'), 'http'))
    .filter((rule) => JSON.stringify(objectAt(rule, 'match')['hosts'] ?? null) === hosts);
  const ordered = [...others, ...main].sort((a, b) => numberIn(b, 'priority', 0) - numberIn(a, 'priority', 0));
  return { router: 'apisix', object: name, rules: ordered.map((rule) => apisixRule(namespace, rule)) };
}

function apisixRule(namespace: string, rule: JsonObject): Rule {
  const expressions = objectsIn(objectAt(rule, 'match'), 'exprs');
  return {
    matches: (request) => expressions.every((expression) => apisixHolds(expression, request)),
    destinations: weighted(namespace, objectsIn(rule, 'backends'), 'serviceName', 100),
  };
}

/** Source: rollout/trafficrouting/apisix/apisix.go apisixExprs. */
function apisixHolds(expression: JsonObject, { headers }: RequestKind): boolean {
  const subject = objectAt(expression, 'subject');
  if (textIn(subject, 'scope') !== 'Header') return true;
  const value = headerOf(headers, textIn(subject, 'name'));
  if (value === undefined) return false;
  const wanted = textIn(expression, 'value');
  if (textIn(expression, 'op') === 'Equal') return value === wanted;
  // A regular expression finds its text anywhere.
  return matchesPattern(`[^]*(?:${wanted})[^]*`, value);
}
