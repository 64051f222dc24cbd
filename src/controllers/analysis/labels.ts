/** Labels of the AnalysisRuns that a rollout makes. Source: utils/analysis/factory.go StepLabels and its neighbours. */
import { POD_TEMPLATE_HASH_LABEL } from '../../api/rollouts/names.ts';

export const CONTROLLER_INSTANCE_ID_LABEL = 'argo-rollouts.argoproj.io/controller-instance-id';
export const ROLLOUT_TYPE_LABEL = 'rollout-type';
export const STEP_INDEX_LABEL = 'step-index';

export type RolloutType = 'Step' | 'Background' | 'PrePromotion' | 'PostPromotion';

export type Labels = Readonly<Record<string, string>>;

function runLabels(type: RolloutType, podHash: string, instanceId: string): Labels {
  const labels = { [POD_TEMPLATE_HASH_LABEL]: podHash, [ROLLOUT_TYPE_LABEL]: type };
  return instanceId === '' ? labels : { ...labels, [CONTROLLER_INSTANCE_ID_LABEL]: instanceId };
}

export function stepLabels(index: number, podHash: string, instanceId: string): Labels {
  return { ...runLabels('Step', podHash, instanceId), [STEP_INDEX_LABEL]: String(index) };
}

export function backgroundLabels(podHash: string, instanceId: string): Labels {
  return runLabels('Background', podHash, instanceId);
}

export function prePromotionLabels(podHash: string, instanceId: string): Labels {
  return runLabels('PrePromotion', podHash, instanceId);
}

export function postPromotionLabels(podHash: string, instanceId: string): Labels {
  return runLabels('PostPromotion', podHash, instanceId);
}

/** The controller instance that an object belongs to; empty for the only one. Source: utils/analysis/helpers.go GetInstanceID. */
export function instanceIdOf(labels: Labels | undefined): string {
  return labels?.[CONTROLLER_INSTANCE_ID_LABEL] ?? '';
}
