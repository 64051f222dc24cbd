import type { JsonObject } from '../../api/json.ts';
import { type Derived, defined, member } from './rollout-parts.ts';

/** The strategies that a Deployment can have. */
export type DeploymentStrategy = 'RollingUpdate' | 'Recreate';

/**
 * The Deployment that stands for a workload: its pods, size, deadlines and, for a rolling update, the surge and unavailability that it names;
 * Kubernetes' own defaults (25 %) where it names none. `referenced`: the Deployment that a Rollout takes its template from, if it does.
 */
export function deriveDeployment(
  workload: JsonObject,
  strategy: DeploymentStrategy,
  referenced: JsonObject | undefined,
): Derived {
  const spec = member(workload, 'spec');
  const pods = referenced === undefined ? spec : member(referenced, 'spec');
  const rolling = strategy === 'RollingUpdate' ? rollingUpdate(member(spec, 'strategy'), pods) : undefined;
  const deployment: JsonObject = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: referenced?.['metadata'] ?? workload['metadata'] ?? {},
    spec: defined({
      replicas: spec['replicas'],
      selector: pods['selector'],
      template: pods['template'],
      minReadySeconds: spec['minReadySeconds'],
      revisionHistoryLimit: spec['revisionHistoryLimit'],
      progressDeadlineSeconds: spec['progressDeadlineSeconds'],
      strategy: defined({ type: strategy, rollingUpdate: rolling }),
    }),
  };
  return { manifests: [deployment], notes: notesOf(strategy, rolling) };
}

/** What the canary says, else what the Deployment says that the pods come from, be it the workload itself. */
function rollingUpdate(strategy: JsonObject, pods: JsonObject): JsonObject | undefined {
  const from = { ...member(member(pods, 'strategy'), 'rollingUpdate'), ...member(strategy, 'canary') };
  const bounds = defined({ maxSurge: from['maxSurge'], maxUnavailable: from['maxUnavailable'] });
  return Object.keys(bounds).length > 0 ? bounds : undefined;
}

function notesOf(strategy: DeploymentStrategy, rolling: JsonObject | undefined): readonly string[] {
  if (strategy === 'Recreate') return ['the same pods in a Deployment with strategy Recreate'];
  const bounds = Object.entries(rolling ?? {}).map(([key, value]) => `${key} ${String(value)}`);
  const from =
    bounds.length === 0
      ? "Kubernetes' default maxSurge and maxUnavailable (25% each)"
      : `${bounds.join(' and ')} as the manifest names them`;
  return [`the same pods in a Deployment with RollingUpdate: ${from}`];
}
