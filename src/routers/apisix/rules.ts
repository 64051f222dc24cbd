import { ReconcileError } from '../../api/errors.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../api/json.ts';
import type { SetHeaderRoute } from '../../api/shape/canary-steps.ts';
import { panicked } from '../reconcile-errors.ts';
import { nestedInt, nestedText, withNested } from '../unstructured.ts';

const FAILED_ASSERTION = 'Failed type assertion for Apisix http route';

/**
 * The rules of an ApisixRoute, some of them changed by name. Source: rollout/trafficrouting/apisix/apisix.go
 * GetHttpRoute.
 */
export function changeRules(
  rules: readonly Json[],
  names: readonly string[],
  change: (rule: JsonObject) => JsonObject,
): readonly Json[] {
  let changed = rules;
  for (const name of names) {
    const index = ruleIndex(changed, name);
    const rule = changed[index];
    if (isJsonObject(rule)) changed = changed.with(index, change(rule));
  }
  return changed;
}

function ruleIndex(rules: readonly Json[], wanted: string): number {
  for (const [index, rule] of rules.entries()) {
    if (!isJsonObject(rule)) throw new ReconcileError(FAILED_ASSERTION);
    const { name } = rule;
    if (name === undefined) throw new ReconcileError('Apisix http route rule name field not found');
    if (typeof name !== 'string') throw new ReconcileError(`${FAILED_ASSERTION} rule name`);
    if (name === wanted) return index;
  }
  throw new ReconcileError(`Apisix http route rule ${wanted} not found`);
}

/** Source: GetBackends. */
function backendsOf({ backends }: JsonObject): readonly Json[] {
  if (backends === undefined) throw new ReconcileError('Apisix http route backends not found');
  if (!isJsonArray(backends)) throw new ReconcileError(`${FAILED_ASSERTION} backends`);
  return backends;
}

function serviceNameOf(backend: Json, failed: string): string {
  if (!isJsonObject(backend)) throw new ReconcileError(failed);
  const name = nestedText(backend, 'serviceName');
  if (name === undefined) throw new ReconcileError('serviceName field was not found in backend');
  return name;
}

/** The rule with the weight of the first backend of a name. Source: setBackendWeight. */
export function withBackendWeight(rule: JsonObject, name: string, weight: number): JsonObject {
  const backends = backendsOf(rule);
  const index = backends.findIndex((backend) => serviceNameOf(backend, `${FAILED_ASSERTION} backends`) === name);
  const backend = backends[index];
  if (!isJsonObject(backend)) throw new ReconcileError(`apisix route ${name} backend was not found`);
  return { ...rule, backends: backends.with(index, { ...backend, weight }) };
}

/** Source: removeBackend. */
export function withoutBackend(rule: JsonObject, name: string): JsonObject {
  const kept = backendsOf(rule).filter((backend) => serviceNameOf(backend, `${FAILED_ASSERTION} backend`) !== name);
  return { ...rule, backends: kept };
}

/** A rule goes before the one it was copied from. Source: processRulePriority. */
export function withHigherPriority(rule: JsonObject): JsonObject {
  return { ...rule, priority: (nestedInt(rule, 'priority') ?? 0) + 1 };
}

/** The rule for requests with certain headers. Source: setApisixRuleMatch, apisixExprs. */
export function withHeaderMatch(rule: JsonObject, route: SetHeaderRoute): JsonObject {
  const expressions = (route.match ?? []).flatMap(({ headerName, headerValue }): Json[] => {
    if (headerValue === null) throw panicked();
    const subject = { scope: 'Header', name: headerName };
    const { exact, regex, prefix } = headerValue;
    return [
      ...(exact === undefined ? [] : [{ subject, op: 'Equal', value: exact }]),
      ...(regex === undefined ? [] : [{ subject, op: 'RegexMatch', value: regex }]),
      ...(prefix === undefined ? [] : [{ subject, op: 'RegexMatch', value: `^${prefix}.*` }]),
    ];
  });
  return withNested(rule, expressions, 'match', 'exprs');
}
