import {
  type Infer,
  bool,
  int,
  intOrString,
  kept,
  list,
  nullable,
  omit,
  pointer,
  raw,
  struct,
  text,
  time,
} from './shape.ts';
import { labelSelector, objectMeta, podTemplateMetadata, typeMeta } from './meta.ts';
import { podTemplateSpec } from './core.ts';
import { canaryStep, rolloutAnalysis } from './canary-steps.ts';
import { rolloutTrafficRouting } from './traffic-routing.ts';

export const requiredDuringSchedulingIgnoredDuringExecution = struct({});
export type RequiredDuringSchedulingIgnoredDuringExecution = Infer<
  typeof requiredDuringSchedulingIgnoredDuringExecution
>;

const analysisRunStrategy = struct({
  successfulRunHistoryLimit: pointer(int),
  unsuccessfulRunHistoryLimit: pointer(int),
});

export const objectRef = struct({
  apiVersion: omit(text),
  kind: omit(text),
  name: omit(text),
  scaleDown: omit(text),
});
export type ObjectRef = Infer<typeof objectRef>;

const rollbackWindowSpec = struct({
  revisions: omit(int),
});

export const preferredDuringSchedulingIgnoredDuringExecution = struct({
  weight: kept(int),
});
export type PreferredDuringSchedulingIgnoredDuringExecution = Infer<
  typeof preferredDuringSchedulingIgnoredDuringExecution
>;

export const antiAffinity = struct({
  preferredDuringSchedulingIgnoredDuringExecution: pointer(preferredDuringSchedulingIgnoredDuringExecution),
  requiredDuringSchedulingIgnoredDuringExecution: pointer(requiredDuringSchedulingIgnoredDuringExecution),
});
export type AntiAffinity = Infer<typeof antiAffinity>;

const blueGreenStrategy = struct({
  activeService: kept(text),
  previewService: omit(text),
  previewReplicaCount: pointer(int),
  autoPromotionEnabled: pointer(bool),
  autoPromotionSeconds: omit(int),
  maxUnavailable: pointer(intOrString),
  scaleDownDelaySeconds: pointer(int),
  scaleDownDelayRevisionLimit: pointer(int),
  prePromotionAnalysis: pointer(rolloutAnalysis),
  antiAffinity: pointer(antiAffinity),
  postPromotionAnalysis: pointer(rolloutAnalysis),
  previewMetadata: pointer(podTemplateMetadata),
  activeMetadata: pointer(podTemplateMetadata),
  abortScaleDownDelaySeconds: pointer(int),
});
export type BlueGreenStrategy = Infer<typeof blueGreenStrategy>;

const pingPongSpec = struct({
  pingService: kept(text),
  pongService: kept(text),
});

export const replicaProgressThreshold = struct({
  type: kept(text),
  value: kept(int),
});
export type ReplicaProgressThreshold = Infer<typeof replicaProgressThreshold>;

export const rolloutAnalysisBackground = struct({
  ...rolloutAnalysis.fields,
  startingStep: pointer(int),
});

export const canaryStrategy = struct({
  canaryService: omit(text),
  stableService: omit(text),
  steps: omit(list(canaryStep)),
  trafficRouting: pointer(rolloutTrafficRouting),
  maxUnavailable: pointer(intOrString),
  maxSurge: pointer(intOrString),
  analysis: pointer(rolloutAnalysisBackground),
  antiAffinity: pointer(antiAffinity),
  canaryMetadata: pointer(podTemplateMetadata),
  stableMetadata: pointer(podTemplateMetadata),
  scaleDownDelaySeconds: pointer(int),
  scaleDownDelayRevisionLimit: pointer(int),
  abortScaleDownDelaySeconds: pointer(int),
  dynamicStableScale: omit(bool),
  pingPong: pointer(pingPongSpec),
  minPodsPerReplicaSet: pointer(int),
  replicaProgressThreshold: pointer(replicaProgressThreshold),
});
export type CanaryStrategy = Infer<typeof canaryStrategy>;

const rolloutStrategy = struct({
  blueGreen: pointer(blueGreenStrategy),
  canary: pointer(canaryStrategy),
});

export const rolloutSpec = struct({
  replicas: pointer(int),
  selector: nullable(labelSelector),
  template: kept(podTemplateSpec),
  workloadRef: pointer(objectRef),
  minReadySeconds: omit(int),
  rollbackWindow: pointer(rollbackWindowSpec),
  strategy: kept(rolloutStrategy),
  revisionHistoryLimit: pointer(int),
  paused: omit(bool),
  progressDeadlineSeconds: pointer(int),
  progressDeadlineAbort: omit(bool),
  restartAt: pointer(time),
  analysis: pointer(analysisRunStrategy),
});
export type RolloutSpec = Infer<typeof rolloutSpec>;

const awsResourceRef = struct({
  name: kept(text),
  arn: kept(text),
  fullName: kept(text),
});

const albStatus = struct({
  loadBalancer: kept(awsResourceRef),
  canaryTargetGroup: kept(awsResourceRef),
  stableTargetGroup: kept(awsResourceRef),
  ingress: omit(text),
});

const rolloutAnalysisRunStatus = struct({
  name: kept(text),
  status: kept(text),
  message: omit(text),
});
export type RolloutAnalysisRunStatus = Infer<typeof rolloutAnalysisRunStatus>;

const blueGreenStatus = struct({
  previewSelector: omit(text),
  activeSelector: omit(text),
  scaleUpPreviewCheckPoint: omit(bool),
  prePromotionAnalysisRunStatus: pointer(rolloutAnalysisRunStatus),
  postPromotionAnalysisRunStatus: pointer(rolloutAnalysisRunStatus),
});

const stepPluginStatus = struct({
  index: kept(int),
  name: kept(text),
  operation: kept(text),
  phase: omit(text),
  message: omit(text),
  startedAt: pointer(time),
  updatedAt: pointer(time),
  finishedAt: pointer(time),
  backoff: omit(text),
  executions: omit(int),
  disabled: omit(bool),
  status: omit(raw),
});

export const weightDestination = struct({
  weight: kept(int),
  serviceName: omit(text),
  podTemplateHash: omit(text),
});
export type WeightDestination = Infer<typeof weightDestination>;

export const trafficWeights = struct({
  canary: kept(weightDestination),
  stable: kept(weightDestination),
  additional: omit(list(weightDestination)),
  verified: pointer(bool),
});
export type TrafficWeights = Infer<typeof trafficWeights>;

const canaryStatus = struct({
  currentStepAnalysisRunStatus: pointer(rolloutAnalysisRunStatus),
  currentBackgroundAnalysisRunStatus: pointer(rolloutAnalysisRunStatus),
  currentExperiment: omit(text),
  weights: pointer(trafficWeights),
  stablePingPong: omit(text),
  stepPluginStatuses: omit(list(stepPluginStatus)),
});

const pauseCondition = struct({
  reason: kept(text),
  startTime: kept(time),
});
export type PauseCondition = Infer<typeof pauseCondition>;

export const rolloutCondition = struct({
  type: kept(text),
  status: kept(text),
  lastUpdateTime: kept(time),
  lastTransitionTime: kept(time),
  reason: kept(text),
  message: kept(text),
});
export type RolloutCondition = Infer<typeof rolloutCondition>;

export const rolloutStatus = struct({
  abort: omit(bool),
  pauseConditions: omit(list(pauseCondition)),
  controllerPause: omit(bool),
  abortedAt: pointer(time),
  currentPodHash: omit(text),
  currentStepHash: omit(text),
  replicas: omit(int),
  updatedReplicas: omit(int),
  readyReplicas: omit(int),
  availableReplicas: omit(int),
  currentStepIndex: pointer(int),
  collisionCount: pointer(int),
  observedGeneration: omit(text),
  conditions: omit(list(rolloutCondition)),
  canary: kept(canaryStatus),
  blueGreen: kept(blueGreenStatus),
  HPAReplicas: omit(int),
  selector: omit(text),
  stableRS: omit(text),
  restartedAt: pointer(time),
  promoteFull: omit(bool),
  phase: omit(text),
  message: omit(text),
  workloadObservedGeneration: omit(text),
  alb: pointer(albStatus),
  albs: omit(list(albStatus)),
});
export type RolloutStatus = Infer<typeof rolloutStatus>;

export const rollout = struct({
  ...typeMeta.fields,
  metadata: kept(objectMeta),
  spec: kept(rolloutSpec),
  status: kept(rolloutStatus),
});
export type Rollout = Infer<typeof rollout>;
