import { isJsonArray, isJsonObject, type JsonObject } from '../../api/json.ts';
import type { AppMeshTrafficRouting } from '../../api/shape/traffic-routing.ts';
import { own } from '../../text/own.ts';
import { everything, type Destination, type Rule, type TrafficWorld } from '../route-table.ts';
import type { RouterRules } from '../definition.ts';
import { numberIn, objectAt, objectsIn, specOf, textIn, textsIn } from '../fields.ts';
import { headerOf, matchesText } from '../header-match.ts';
import { APP_MESH_VIRTUAL_NODE, APP_MESH_VIRTUAL_ROUTER, APP_MESH_VIRTUAL_SERVICE } from './objects.ts';

const ROUTE_TYPES = ['httpRoute', 'http2Route', 'grpcRoute', 'tcpRoute'];

/** The routes of the VirtualRouter behind a VirtualService; a VirtualNode picks its pods by label. */
export function readRules(
  world: TrafficWorld,
  namespace: string,
  config: AppMeshTrafficRouting,
): RouterRules | undefined {
  const name = config.virtualService?.name;
  const service = name === undefined ? undefined : specOf(world, APP_MESH_VIRTUAL_SERVICE, namespace, name);
  if (name === undefined || service === undefined) return undefined;
  const router = objectAt(service, 'provider', 'virtualRouter', 'virtualRouterRef');
  const spec = specOf(world, APP_MESH_VIRTUAL_ROUTER, textIn(router, 'namespace') || namespace, textIn(router, 'name'));
  if (spec === undefined) return undefined;
  const routes = [...objectsIn(spec, 'routes')].sort(
    (a, b) => numberIn(a, 'priority', 1000) - numberIn(b, 'priority', 1000),
  );
  return { object: name, rules: routes.map((route) => ruleOf(world, namespace, route)) };
}

function ruleOf(world: TrafficWorld, namespace: string, route: JsonObject): Rule {
  const type = ROUTE_TYPES.find((key) => isJsonObject(own(route, key))) ?? '';
  const rule = objectAt(route, type);
  const headers = objectsIn(objectAt(rule, 'match'), 'headers');
  const targets = objectsIn(objectAt(rule, 'action'), 'weightedTargets');
  return {
    matches:
      headers.length === 0
        ? everything
        : (request) =>
            headers.every((header) =>
              matchesText(objectAt(header, 'match'), headerOf(request.headers, textIn(header, 'name'))),
            ),
    destinations: targets.map((target) => destinationOf(world, namespace, target)),
  };
}

function destinationOf(world: TrafficWorld, namespace: string, target: JsonObject): Destination {
  const node = textIn(objectAt(target, 'virtualNodeRef'), 'name');
  const selector = objectAt(specOf(world, APP_MESH_VIRTUAL_NODE, namespace, node), 'podSelector');
  const labels = isJsonArray(selector) ? {} : textsIn(objectAt(selector, 'matchLabels'));
  return { target: { namespace, labels }, weight: numberIn(target, 'weight', 0) };
}
