import type { AmbassadorTrafficRouting } from '../../api/shape/traffic-routing.ts';
import { everything, type RouteTable, type TrafficWorld } from '../route.ts';
import { numberIn, type RouterObject, serviceOfHost, specOf, textIn } from './fields.ts';

const MAPPING: RouterObject = {
  kind: 'Mapping',
  apiVersions: ['getambassador.io/v2', 'getambassador.io/v3alpha1', 'getambassador.io/v1', 'getambassador.io/v0'],
};

/**
 * A Mapping and its canary Mapping, whose weight is a share of 100; the other gets the rest.
 * Source: rollout/trafficrouting/ambassador/ambassador.go buildCanaryMappingName.
 */
export function ambassadorRoutes(
  world: TrafficWorld,
  namespace: string,
  config: AmbassadorTrafficRouting,
): RouteTable | undefined {
  const name = config.mappings?.[0];
  const stable = name === undefined ? undefined : specOf(world, MAPPING, namespace, name);
  if (name === undefined || stable === undefined) return undefined;
  const canary = specOf(world, MAPPING, namespace, canaryMappingName(name));
  const weight = canary === undefined ? 0 : numberIn(canary, 'weight', 0);
  const target = (spec: typeof stable) =>
    serviceOfHost(
      textIn(spec, 'service')
        .replace(/^\w+:\/\//, '')
        .replace(/:\d+$/, ''),
      namespace,
    );
  const destinations = [{ target: target(stable), weight: 100 - weight }];
  if (canary !== undefined) destinations.push({ target: target(canary), weight });
  return { router: 'ambassador', object: name, rules: [{ matches: everything, destinations }] };
}

/** Names of more than 253 characters are cut so that the suffix has room. */
function canaryMappingName(name: string): string {
  return name.length > 246 ? `${name.slice(0, 246)}-canary` : `${name}-canary`;
}
