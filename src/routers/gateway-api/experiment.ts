import { isJsonObject, type JsonObject } from '../../api/json.ts';
import type { ObjectReader } from '../../api/reader.ts';
import { SERVICE } from '../../api/resources.ts';
import type { Rollout, WeightDestination } from '../../api/shape/rollout.ts';
import { backendsOf } from './rules.ts';

const DEFAULT_PORT = 8080;

/** The port named `http`, else the first, else 8080. */
function portOf(reader: ObjectReader, namespace: string, name: string): number | undefined {
  const service = reader.find(SERVICE, namespace, name);
  if (service === undefined) return undefined;
  const ports = service.spec.ports ?? [];
  const named = ports.find((port) => port.name === 'http')?.port ?? DEFAULT_PORT;
  return named === DEFAULT_PORT ? (ports[0]?.port ?? DEFAULT_PORT) : named;
}

/**
 * Stable gives up what the experiment takes, whatever the canary has; Services that are not among the backends yet are
 * added.
 */
function withExperiment(
  reader: ObjectReader,
  rollout: Rollout,
  backends: readonly JsonObject[],
  additional: readonly WeightDestination[],
): readonly JsonObject[] {
  const { namespace = '' } = rollout.metadata;
  const stableService = rollout.spec.strategy.canary?.stableService ?? '';
  const total = additional.reduce((sum, { weight }) => sum + weight, 0);
  const stable = backends.findIndex(({ name }) => name === stableService);
  const changed = backends.map((backend, index) =>
    index === stable ? { ...backend, weight: 100 - Math.min(total, 100) } : backend,
  );
  for (const { serviceName: name = '', weight } of additional) {
    const port = portOf(reader, namespace, name);
    if (port === undefined || changed.some((backend) => backend.name === name)) continue;
    changed.push({ name, namespace, port, weight });
  }
  return changed;
}

/** Without the Services that experiments had; stable gets everything back. */
function withoutExperiment(
  rollout: Rollout,
  backends: readonly JsonObject[],
  previous: ReadonlySet<string>,
): readonly JsonObject[] {
  const { canaryService = '', stableService = '' } = rollout.spec.strategy.canary ?? {};
  const kept = backends.filter(({ name }) => typeof name !== 'string' || !previous.has(name));
  return kept.map((backend) => {
    if (backend['name'] === stableService) return { ...backend, weight: 100 };
    return backend['name'] === canaryService ? { ...backend, weight: 0 } : backend;
  });
}

/**
 * An experiment's Services among the backends of the first rule that leads to one of the sides. Those that it had
 * before are known from the status, so that backends of others stay. Source: rollouts-plugin-trafficrouter-gatewayapi
 * pkg/plugin/experiment.go HandleExperiment.
 */
export function rulesForExperiment(
  reader: ObjectReader,
  rollout: Rollout,
  rules: readonly JsonObject[],
  additional: readonly WeightDestination[],
): readonly JsonObject[] {
  const { canaryService = '', stableService = '' } = rollout.spec.strategy.canary ?? {};
  const index = rules.findIndex((rule) =>
    backendsOf(rule).some(({ name }) => name === stableService || name === canaryService),
  );
  const rule = rules[index];
  if (!isJsonObject(rule)) return rules;
  const backends = backendsOf(rule);
  const { currentExperiment = '', weights } = rollout.status.canary;
  if (currentExperiment !== '') {
    if (additional.length === 0) return rules;
    return rules.with(index, { ...rule, backendRefs: withExperiment(reader, rollout, backends, additional) });
  }
  const previous = new Set((weights?.additional ?? []).map(({ serviceName = '' }) => serviceName));
  if (!backends.some(({ name }) => typeof name === 'string' && previous.has(name))) return rules;
  return rules.with(index, { ...rule, backendRefs: withoutExperiment(rollout, backends, previous) });
}
