/** HorizontalPodAutoscalers, as in k8s.io/api/autoscaling/v2 (v1.34). */
import { type Infer, int, kept, list, nullable, omit, pointer, quantity, struct, text, time } from './shape.ts';
import { labelSelector, objectMeta, typeMeta } from './meta.ts';

const crossVersionObjectReference = struct({
  kind: kept(text),
  name: kept(text),
  apiVersion: omit(text),
});

const metricTarget = struct({
  type: kept(text),
  value: pointer(quantity),
  averageValue: pointer(quantity),
  averageUtilization: pointer(int),
});
export type MetricTarget = Infer<typeof metricTarget>;

const metricIdentifier = struct({
  name: kept(text),
  selector: pointer(labelSelector),
});

const metricSpec = struct({
  type: kept(text),
  object: pointer(
    struct({
      describedObject: kept(crossVersionObjectReference),
      target: kept(metricTarget),
      metric: kept(metricIdentifier),
    }),
  ),
  pods: pointer(struct({ metric: kept(metricIdentifier), target: kept(metricTarget) })),
  resource: pointer(struct({ name: kept(text), target: kept(metricTarget) })),
  containerResource: pointer(struct({ name: kept(text), target: kept(metricTarget), container: kept(text) })),
  external: pointer(struct({ metric: kept(metricIdentifier), target: kept(metricTarget) })),
});
export type MetricSpec = Infer<typeof metricSpec>;

const scalingPolicy = struct({
  type: kept(text),
  value: kept(int),
  periodSeconds: kept(int),
});
export type ScalingPolicy = Infer<typeof scalingPolicy>;

const scalingRules = struct({
  stabilizationWindowSeconds: pointer(int),
  selectPolicy: pointer(text),
  // An empty list is refused, a missing one has defaults.
  policies: pointer(list(scalingPolicy)),
  tolerance: pointer(quantity),
});
export type ScalingRules = Infer<typeof scalingRules>;

const scalingBehavior = struct({
  scaleUp: pointer(scalingRules),
  scaleDown: pointer(scalingRules),
});

const horizontalPodAutoscalerSpec = struct({
  scaleTargetRef: kept(crossVersionObjectReference),
  minReplicas: pointer(int),
  maxReplicas: kept(int),
  metrics: omit(list(metricSpec)),
  behavior: pointer(scalingBehavior),
});

const metricValueStatus = struct({
  value: pointer(quantity),
  averageValue: pointer(quantity),
  averageUtilization: pointer(int),
});
export type MetricValueStatus = Infer<typeof metricValueStatus>;

export const metricStatus = struct({
  type: kept(text),
  object: pointer(
    struct({
      metric: kept(metricIdentifier),
      current: kept(metricValueStatus),
      describedObject: kept(crossVersionObjectReference),
    }),
  ),
  pods: pointer(struct({ metric: kept(metricIdentifier), current: kept(metricValueStatus) })),
  resource: pointer(struct({ name: kept(text), current: kept(metricValueStatus) })),
  containerResource: pointer(struct({ name: kept(text), current: kept(metricValueStatus), container: kept(text) })),
  external: pointer(struct({ metric: kept(metricIdentifier), current: kept(metricValueStatus) })),
});
export type MetricStatus = Infer<typeof metricStatus>;

const horizontalPodAutoscalerCondition = struct({
  type: kept(text),
  status: kept(text),
  lastTransitionTime: kept(time),
  reason: omit(text),
  message: omit(text),
});
export type HorizontalPodAutoscalerCondition = Infer<typeof horizontalPodAutoscalerCondition>;

const horizontalPodAutoscalerStatus = struct({
  observedGeneration: pointer(int),
  lastScaleTime: pointer(time),
  currentReplicas: omit(int),
  desiredReplicas: kept(int),
  currentMetrics: nullable(list(metricStatus)),
  conditions: omit(list(horizontalPodAutoscalerCondition)),
});
export type HorizontalPodAutoscalerStatus = Infer<typeof horizontalPodAutoscalerStatus>;

export const horizontalPodAutoscaler = struct({
  ...typeMeta.fields,
  metadata: kept(objectMeta),
  spec: kept(horizontalPodAutoscalerSpec),
  status: kept(horizontalPodAutoscalerStatus),
});
export type HorizontalPodAutoscaler = Infer<typeof horizontalPodAutoscaler>;
