import type { JsonObject } from '../../../api/json.ts';
import { numberAt, objectsAt, textAt, valueAt } from '../fields.ts';
import { type Health, health } from './health-status.ts';

/**
 * The health of a pod by its phase; a pod that is always restarted is Degraded while a container waits after an error, and when it is not ready
 * after a container has ended.
 *
 * Source: gitops-engine/pkg/health/health_pod.go getCorev1PodHealth
 */
export function podHealth(pod: JsonObject): Health {
  const message = textAt(pod, 'status', 'message') ?? '';
  const containers = objectsAt(pod, 'status', 'containerStatuses');
  const restarts = textAt(pod, 'spec', 'restartPolicy') === 'Always';
  const waiting = containers.filter(waitsAfterError);
  if (restarts && waiting.length > 0) {
    const messages = waiting.map((container) => textAt(container, 'state', 'waiting', 'message') ?? '');
    return health('Degraded', messages.join(', '));
  }
  switch (textAt(pod, 'status', 'phase')) {
    case 'Pending':
      return health('Progressing', message);
    case 'Succeeded':
      return health('Healthy', message);
    case 'Failed':
      return health('Degraded', message === '' ? failMessage(pod, containers) : message);
    case 'Running':
      return health(restarts ? runningCode(pod, containers) : 'Progressing', message);
    default:
      return health('Unknown', message);
  }
}

function waitsAfterError(container: JsonObject): boolean {
  const reason = textAt(container, 'state', 'waiting', 'reason') ?? '';
  return reason.startsWith('Err') || reason.endsWith('Error') || reason.endsWith('BackOff');
}

function runningCode(pod: JsonObject, containers: readonly JsonObject[]): 'Healthy' | 'Degraded' | 'Progressing' {
  const ready = objectsAt(pod, 'status', 'conditions').find(({ type }) => type === 'Ready');
  if (ready?.['status'] === 'True') return 'Healthy';
  const ended = containers.some((container) => valueAt(container, 'lastState', 'terminated') !== undefined);
  return ended ? 'Degraded' : 'Progressing';
}

function failMessage(pod: JsonObject, containers: readonly JsonObject[]): string {
  for (const container of [...objectsAt(pod, 'status', 'initContainerStatuses'), ...containers]) {
    const ended = valueAt(container, 'state', 'terminated');
    const said = textAt(ended, 'message') ?? '';
    if (said !== '') return said;
    if (textAt(ended, 'reason') === 'OOMKilled') return 'OOMKilled';
    const code = numberAt(ended, 'exitCode') ?? 0;
    if (code !== 0) return `container "${textAt(container, 'name') ?? ''}" failed with exit code ${code}`;
  }
  return '';
}

/** Source: gitops-engine/pkg/health/health_pvc.go getCorev1PVCHealth */
export function claimHealth(claim: JsonObject): Health {
  switch (textAt(claim, 'status', 'phase')) {
    case 'Bound':
      return health('Healthy');
    case 'Pending':
      return health('Progressing');
    case 'Lost':
      return health('Degraded');
    default:
      return health('Unknown');
  }
}

/**
 * A budget is Degraded if one of its conditions is false, unless only because it allows no disruption now.
 *
 * Source: resource_customizations/policy/PodDisruptionBudget/health.lua
 */
export function budgetHealth(budget: JsonObject): Health {
  const conditions = objectsAt(budget, 'status', 'conditions');
  const bad = conditions.find(({ status, reason }) => status === 'False' && reason !== 'InsufficientPods');
  const decisive = bad ?? conditions.at(-1);
  if (decisive === undefined) return health('Progressing', 'Waiting for status');
  const message = `PodDisruptionBudget has ${textAt(decisive, 'reason') ?? ''}`;
  return health(bad === undefined ? 'Healthy' : 'Degraded', message);
}
