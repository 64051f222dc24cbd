import { ReconcileError } from '../../api/errors.ts';
import type { Json, JsonObject } from '../../api/json.ts';
import type { SetHeaderRoute } from '../../api/shape/canary-steps.ts';
import type { Rollout } from '../../api/shape/rollout.ts';
import { panicked } from '../reconcile-errors.ts';
import type { RouteKind } from './config.ts';
import { backendsOf, isManagedRule, objectsOf } from './rules.ts';

/** Source: rollouts-plugin-trafficrouter-gatewayapi pkg/plugin/httproute.go getHTTPHeaderRouteRuleList. */
function headerMatches(route: SetHeaderRoute): readonly JsonObject[] {
  return (route.match ?? []).map(({ headerName: name, headerValue }): JsonObject => {
    if (headerValue === null) throw panicked();
    const { exact, prefix, regex } = headerValue;
    if (exact !== undefined) return { type: 'Exact', name, value: exact };
    if (prefix !== undefined) return { type: 'RegularExpression', name, value: `${prefix}.*` };
    if (regex !== undefined) return { type: 'RegularExpression', name, value: regex };
    throw new ReconcileError('invalid header match type');
  });
}

/** The matches of a rule, each with the headers as well. */
function matchesWith(rule: JsonObject, headers: readonly JsonObject[]): readonly Json[] {
  const matches = objectsOf(rule['matches']);
  if (matches.length === 0) return [{ headers }];
  return matches.map((match) => ({ ...match, headers: [...objectsOf(match['headers']), ...headers] }));
}

/**
 * The rules with one for the headers beside each that leads to both sides; these come last, the second and later ones
 * with a number after the name.
 * Source: setHTTPHeaderRoute, setGRPCHeaderRoute.
 */
export function withHeaderRules(
  rules: readonly JsonObject[],
  kind: RouteKind,
  rollout: Rollout,
  route: SetHeaderRoute,
): readonly JsonObject[] {
  const { canaryService = '', stableService = '' } = rollout.spec.strategy.canary ?? {};
  const headers = headerMatches(route);
  const name = route.name ?? '';
  const sources = rules.filter((rule) => {
    const names = backendsOf(rule).map((backend) => backend['name']);
    return names.includes(canaryService) && names.includes(stableService);
  });
  if (sources.length === 0) throw new ReconcileError(kind.backendNotFound);
  const added = sources.map((rule, index): JsonObject => {
    const port = backendsOf(rule).find((backend) => backend['name'] === canaryService)?.['port'];
    const filters = objectsOf(rule['filters']);
    return {
      name: index === 0 ? name : `${name}-${index}`,
      matches: matchesWith(rule, headers),
      filters: filters.length === 0 ? undefined : filters,
      backendRefs: [{ group: '', kind: 'Service', name: canaryService, port }],
    };
  });
  return [...rules.filter((rule) => !isManagedRule(rule, [name], canaryService, headers)), ...added];
}
