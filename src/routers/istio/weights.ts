import { ReconcileError } from '../../api/errors.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../api/json.ts';
import type { WeightDestination } from '../../api/shape/rollout.ts';
import type { IstioDestinationRule } from '../../api/shape/traffic-routing.ts';
import type { StableAndCanaryServices } from '../../api/rollouts/traffic.ts';
import { hostOf, type RouteDestination } from './routes.ts';

/** How the two sides are told apart: by Service, or by the subsets of a DestinationRule. */
export interface Sides {
  readonly services: StableAndCanaryServices;
  readonly subsets: IstioDestinationRule | undefined;
}

/** A change of one destination of a route; past the end of the list it adds one. */
export interface DestinationPatch {
  readonly index: number;
  readonly weight: number;
  readonly host: string;
  readonly remove: boolean;
}

const isNamed = (name: string, among: string): boolean => name !== '' && name === among;

/**
 * What has to change in a route's destinations. Canary and experiments get their weights, stable what is left (never
 * below 0), additional subsets keep theirs; any other destination goes, if it has a weight. Example: weight 30 and an
 * experiment of 10 leave 60.
 * Source: rollout/trafficrouting/istio/istio.go processRoutes.
 */
export function destinationPatches(
  destinations: readonly RouteDestination[],
  desiredWeight: number,
  { services, subsets }: Sides,
  additional: readonly WeightDestination[],
): readonly DestinationPatch[] {
  const experiments = new Map(additional.map((destination) => [destination.serviceName ?? '', destination.weight]));
  const kept = new Set(subsets?.additionalSubsetNames ?? []);
  const isKept = (subset: string): boolean => subset !== '' && kept.has(subset);
  let stableWeight = 100 - desiredWeight;
  for (const { weight } of additional) stableWeight -= weight;
  for (const { destination, weight = 0 } of destinations) if (isKept(destination.subset ?? '')) stableWeight -= weight;
  stableWeight = Math.max(0, stableWeight);

  const patches: DestinationPatch[] = [];
  const set = (index: number, host: string, before: number, weight: number, remove = false): void => {
    if (before !== weight) patches.push({ index, weight, host, remove });
  };
  destinations.forEach((item, index) => {
    const host = hostOf(item);
    const subset = item.destination.subset ?? '';
    const before = item.weight ?? 0;
    if (host === '') return;
    const experiment = experiments.get(host);
    if (host === services.canary || isNamed(subset, subsets?.canarySubsetName ?? '')) {
      set(index, host, before, desiredWeight);
    } else if (host === services.stable || isNamed(subset, subsets?.stableSubsetName ?? '')) {
      set(index, host, before, stableWeight);
    } else if (experiment !== undefined) {
      set(index, host, before, experiment);
      experiments.delete(host);
    } else if (!isKept(subset)) {
      set(index, host, before, 0, true);
    }
  });
  let end = destinations.length;
  for (const [host, weight] of [...experiments].sort(([a], [b]) => (a < b ? -1 : 1))) {
    set(end, host, 0, weight);
    end += 1;
  }
  return patches;
}

/**
 * The route with its destinations changed one after the other: a removal shifts the positions of those behind it, which
 * later changes do not allow for. Source: patchVirtualService.
 */
export function patchRoute(route: Json | undefined, patches: readonly DestinationPatch[]): JsonObject {
  const destinations = isJsonObject(route) ? route['route'] : undefined;
  if (!isJsonObject(route) || !isJsonArray(destinations)) {
    throw new ReconcileError("Invalid casting: field 'http[].route' is not of type '[]interface'");
  }
  const changed = [...destinations];
  for (const { index, weight, host, remove } of patches) {
    const current = changed[index];
    if (current === undefined) changed.push({ weight, destination: { host } });
    else if (remove) changed.splice(index, 1);
    else if (isJsonObject(current)) changed[index] = { ...current, weight };
  }
  return { ...route, route: changed };
}
