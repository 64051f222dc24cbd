import { isJsonObject, type JsonObject } from '../../api/json.ts';
import { fieldsOf } from '../../api/object-form.ts';
import type { IstioTrafficRouting } from '../../api/shape/traffic-routing.ts';
import type { RouterRules } from '../definition.ts';
import { everything, type RequestKind, type Rule, type Target, type TrafficWorld } from '../route-table.ts';
import { listOf, numberIn, objectAt, objectsIn, serviceOfHost, specOf, textIn, textsIn } from '../fields.ts';
import { headerOf, matchesText } from '../header-match.ts';
import { ISTIO_DESTINATION_RULE, ISTIO_VIRTUAL_SERVICE } from './routes.ts';

/** The rules of the first VirtualService of a Rollout: http, else tls, else tcp routes. */
export function readRules(
  world: TrafficWorld,
  namespace: string,
  config: IstioTrafficRouting,
): RouterRules | undefined {
  const reference = config.virtualService ?? config.virtualServices?.[0];
  if (reference === undefined || reference === null) return undefined;
  // `name.namespace` names one in another namespace.
  const { service: name, namespace: place } = serviceOfHost(reference.name, namespace);
  const spec = specOf(world, ISTIO_VIRTUAL_SERVICE, place, name);
  if (spec === undefined) return undefined;
  const routes = ['http', 'tls', 'tcp'].map((key) => objectsIn(spec, key)).find((list) => list.length > 0) ?? [];
  return { object: name, rules: routes.map((route) => ruleOf(world, place, route)) };
}

function ruleOf(world: TrafficWorld, namespace: string, route: JsonObject): Rule {
  const matches = objectsIn(route, 'match');
  const destinations = objectsIn(route, 'route').map((item, _index, all) => ({
    target: targetOf(world, namespace, objectAt(item, 'destination')),
    weight: numberIn(item, 'weight', all.length === 1 ? 100 : 0),
  }));
  const mirrored = route['mirror'];
  const share = numberIn(objectAt(route, 'mirrorPercentage'), 'value', 100) / 100;
  return {
    matches: matches.length === 0 ? everything : (request) => matches.some((match) => matchesRequest(match, request)),
    destinations,
    ...(isJsonObject(mirrored) ? { mirror: { target: targetOf(world, namespace, mirrored), share } } : {}),
  };
}

/** What a match says of ports, gateways or server names is taken to hold. */
function matchesRequest(match: JsonObject, { method, path, headers }: RequestKind): boolean {
  if (isJsonObject(match['method']) && !matchesText(match['method'], method)) return false;
  if (isJsonObject(match['uri']) && !matchesText(match['uri'], path)) return false;
  return Object.entries(objectAt(match, 'headers')).every(
    ([name, wanted]) => isJsonObject(wanted) && matchesText(wanted, headerOf(headers, name)),
  );
}

function targetOf(world: TrafficWorld, namespace: string, destination: JsonObject): Target {
  const target = serviceOfHost(textIn(destination, 'host'), namespace);
  const subset = textIn(destination, 'subset');
  return subset === '' ? target : { ...target, labels: subsetLabels(world, target.namespace, target.service, subset) };
}

function subsetLabels(
  world: TrafficWorld,
  namespace: string,
  service: string,
  subset: string,
): Readonly<Record<string, string>> {
  for (const rule of listOf(world, ISTIO_DESTINATION_RULE, namespace)) {
    const spec = objectAt(fieldsOf(rule), 'spec');
    if (serviceOfHost(textIn(spec, 'host'), namespace).service !== service) continue;
    const found = objectsIn(spec, 'subsets').find((item) => textIn(item, 'name') === subset);
    if (found !== undefined) return textsIn(objectAt(found, 'labels'));
  }
  return {};
}
