import { isJsonObject, type JsonObject } from '../../api/json.ts';
import { type Derived, defined, member } from './rollout-parts.ts';

/** The strategies that a Deployment can have. */
export type DeploymentStrategy = 'RollingUpdate' | 'Recreate';

/**
 * The Deployment that stands for a Rollout: its pods, size, deadlines and, for a rolling update, the surge and unavailability that a canary names;
 * Kubernetes' own defaults (25 %) where it names none. `workload`: the Deployment that the rollout's template comes from, if it does.
 */
export function deriveDeployment(
  rollout: JsonObject,
  strategy: DeploymentStrategy,
  workload: JsonObject | undefined,
): Derived {
  const spec = member(rollout, 'spec');
  const source = workload === undefined ? spec : member(workload, 'spec');
  const canary = member(member(spec, 'strategy'), 'canary');
  const rolling = strategy === 'RollingUpdate' ? rollingUpdate(canary) : undefined;
  const deployment: JsonObject = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: workload?.['metadata'] ?? rollout['metadata'] ?? {},
    spec: defined({
      replicas: spec['replicas'],
      selector: source['selector'],
      template: source['template'],
      minReadySeconds: spec['minReadySeconds'],
      revisionHistoryLimit: spec['revisionHistoryLimit'],
      progressDeadlineSeconds: spec['progressDeadlineSeconds'],
      strategy: defined({ type: strategy, rollingUpdate: rolling }),
    }),
  };
  return { manifests: [deployment], notes: notesOf(strategy, rolling) };
}

function rollingUpdate(canary: JsonObject): JsonObject | undefined {
  const bounds = defined({ maxSurge: canary['maxSurge'], maxUnavailable: canary['maxUnavailable'] });
  return isJsonObject(bounds) && Object.keys(bounds).length > 0 ? bounds : undefined;
}

function notesOf(strategy: DeploymentStrategy, rolling: JsonObject | undefined): readonly string[] {
  if (strategy === 'Recreate') return ['the same pods in a Deployment with strategy Recreate'];
  const bounds = Object.entries(rolling ?? {}).map(([key, value]) => `${key} ${String(value)}`);
  const from =
    bounds.length === 0
      ? "Kubernetes' default maxSurge and maxUnavailable (25%)"
      : `the canary's ${bounds.join(' and ')}`;
  return [`the same pods in a Deployment with RollingUpdate, ${from}`];
}
