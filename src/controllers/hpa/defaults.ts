import type { HorizontalPodAutoscaler, MetricSpec, ScalingPolicy, ScalingRules } from '../../api/shape/autoscaling.ts';

/** Rules with nothing left open. */
export interface CompleteRules {
  readonly stabilizationWindowMs: number;
  readonly selectPolicy: string;
  readonly policies: readonly ScalingPolicy[];
}

/** How fast pods may come and go. */
export interface CompleteBehavior {
  readonly scaleUp: CompleteRules;
  readonly scaleDown: CompleteRules;
}

/** Source: pkg/apis/autoscaling/v2/defaults.go defaultHPAScaleUpRules. */
const SCALE_UP: CompleteRules = {
  stabilizationWindowMs: 0,
  selectPolicy: 'Max',
  policies: [
    { type: 'Pods', value: 4, periodSeconds: 15 },
    { type: 'Percent', value: 100, periodSeconds: 15 },
  ],
};

/** Source: pkg/apis/autoscaling/v2/defaults.go defaultHPAScaleDownRules. */
const SCALE_DOWN_POLICIES: readonly ScalingPolicy[] = [{ type: 'Percent', value: 100, periodSeconds: 15 }];

const DEFAULT_METRICS: readonly MetricSpec[] = [
  { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } },
];

function completed(rules: ScalingRules | undefined, otherwise: CompleteRules): CompleteRules {
  const { stabilizationWindowSeconds: window, selectPolicy, policies } = rules ?? {};
  return {
    stabilizationWindowMs: window === undefined ? otherwise.stabilizationWindowMs : window * 1000,
    selectPolicy: selectPolicy ?? otherwise.selectPolicy,
    policies: policies ?? otherwise.policies,
  };
}

/**
 * The behaviour with its defaults; undefined without one, which has rules of its own.
 * Source: pkg/apis/autoscaling/v2/defaults.go SetDefaults_HorizontalPodAutoscalerBehavior, horizontal.go maybeInitScaleDownStabilizationWindow.
 */
export function behaviorOf(
  hpa: HorizontalPodAutoscaler,
  downscaleStabilizationMs: number,
): CompleteBehavior | undefined {
  const { behavior } = hpa.spec;
  if (behavior === undefined) return undefined;
  const scaleDown = {
    stabilizationWindowMs: downscaleStabilizationMs,
    selectPolicy: 'Max',
    policies: SCALE_DOWN_POLICIES,
  };
  return {
    scaleUp: completed(behavior.scaleUp, SCALE_UP),
    scaleDown: completed(behavior.scaleDown, scaleDown),
  };
}

/** CPU at 80 percent unless told otherwise. Source: SetDefaults_HorizontalPodAutoscaler. */
export function metricsOf({ spec }: HorizontalPodAutoscaler): readonly MetricSpec[] {
  return spec.metrics === undefined || spec.metrics.length === 0 ? DEFAULT_METRICS : spec.metrics;
}

export function minReplicasOf({ spec }: HorizontalPodAutoscaler): number {
  return spec.minReplicas ?? 1;
}
