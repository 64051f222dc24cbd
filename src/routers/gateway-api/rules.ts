import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../api/json.ts';
import { ReconcileError } from '../../api/errors.ts';
import type { Rollout } from '../../api/shape/rollout.ts';
import type { RouteKind } from './config.ts';

const INTEGER = /^[+-]?\d+$/;

/** A list of objects; what is no object is left out. */
export function objectsOf(value: Json | undefined): readonly JsonObject[] {
  return isJsonArray(value) ? value.filter(isJsonObject) : [];
}

/** The rules of a route. */
export function rulesOf({ spec }: JsonObject): readonly JsonObject[] {
  return objectsOf(isJsonObject(spec) ? spec['rules'] : undefined);
}

export const backendsOf = (rule: JsonObject): readonly JsonObject[] => objectsOf(rule['backendRefs']);

/** Names of the routes that rollouts manage. Source: pkg/plugin/plugin.go managedRouteNamesSet. */
export function managedNames(rollout: Rollout): readonly string[] {
  return (rollout.spec.strategy.canary?.trafficRouting?.managedRoutes ?? []).map(({ name }) => name);
}

/**
 * Whether a rule is one that the plugin added for a managed route: `NAME`, or `NAME-1` and so on. Source:
 * isManagedRuleName.
 */
function hasManagedName({ name }: JsonObject, managed: readonly string[]): boolean {
  if (typeof name !== 'string') return false;
  return managed.some(
    (base) => name === base || (name.startsWith(`${base}-`) && INTEGER.test(name.slice(base.length + 1))),
  );
}

/**
 * Whether a rule was added by the plugin: by its name, or because the canary is its only backend. `headers`: then only
 * if a match of it has all of these. Source: isManagedRuleName, isHTTPManagedRule, isGRPCManagedRule.
 */
export function isManagedRule(
  rule: JsonObject,
  managed: readonly string[],
  canaryService: string,
  headers: readonly JsonObject[] | undefined,
): boolean {
  if (hasManagedName(rule, managed)) return true;
  const backends = backendsOf(rule);
  if (backends.length !== 1 || backends[0]?.['name'] !== canaryService) return false;
  if (headers === undefined) return true;
  return objectsOf(rule['matches']).some((match) => {
    const names = objectsOf(match['headers']).map((header) => header['name']);
    return headers.every((header) => names.includes(header['name']));
  });
}

/**
 * The rules with the weights of canary and stable. Rules of header routes stay as they are, but for kinds that have
 * none.
 * Source: setHTTPRouteWeight, setGRPCRouteWeight, setTCPRouteWeight, setTLSRouteWeight.
 */
export function weightedRules(
  rules: readonly JsonObject[],
  kind: RouteKind,
  rollout: Rollout,
  desiredWeight: number,
): readonly JsonObject[] {
  const { canaryService = '', stableService = '' } = rollout.spec.strategy.canary ?? {};
  const managed = managedNames(rollout);
  const found = new Set<string>();
  const changed = rules.map((rule) => {
    if (kind.headers && isManagedRule(rule, managed, canaryService, undefined)) return rule;
    if (rule['backendRefs'] === undefined) return rule;
    const backendRefs = backendsOf(rule).map((backend): JsonObject => {
      const { name } = backend;
      if (name !== canaryService && name !== stableService) return backend;
      found.add(name);
      return { ...backend, weight: name === canaryService ? desiredWeight : 100 - desiredWeight };
    });
    return { ...rule, backendRefs };
  });
  if (!found.has(canaryService) || !found.has(stableService)) throw new ReconcileError(kind.backendNotFound);
  return changed;
}
