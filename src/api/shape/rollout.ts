import {
  type Infer,
  bool,
  int,
  intOrString,
  kept,
  list,
  map,
  nullable,
  omit,
  pointer,
  raw,
  struct,
  text,
  time,
} from './shape.ts';
import { labelSelector, objectMeta, typeMeta } from './meta.ts';
import { podTemplateSpec } from './core.ts';
import {
  analysisRunMetadata,
  analysisTemplateRef,
  dryRun,
  fieldRef,
  measurementRetention,
  templateService,
} from './analysis-common.ts';

export const requiredDuringSchedulingIgnoredDuringExecution = struct({});
export type RequiredDuringSchedulingIgnoredDuringExecution = Infer<
  typeof requiredDuringSchedulingIgnoredDuringExecution
>;

export const analysisRunStrategy = struct({
  successfulRunHistoryLimit: pointer(int),
  unsuccessfulRunHistoryLimit: pointer(int),
});
export type AnalysisRunStrategy = Infer<typeof analysisRunStrategy>;

export const objectRef = struct({
  apiVersion: omit(text),
  kind: omit(text),
  name: omit(text),
  scaleDown: omit(text),
});
export type ObjectRef = Infer<typeof objectRef>;

export const rollbackWindowSpec = struct({
  revisions: omit(int),
});
export type RollbackWindowSpec = Infer<typeof rollbackWindowSpec>;

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

export const podTemplateMetadata = struct({
  labels: omit(map(text)),
  annotations: omit(map(text)),
});
export type PodTemplateMetadata = Infer<typeof podTemplateMetadata>;

export const argumentValueFrom = struct({
  podTemplateHashValue: pointer(text),
  fieldRef: pointer(fieldRef),
});
export type ArgumentValueFrom = Infer<typeof argumentValueFrom>;

export const analysisRunArgument = struct({
  name: kept(text),
  value: omit(text),
  valueFrom: pointer(argumentValueFrom),
});
export type AnalysisRunArgument = Infer<typeof analysisRunArgument>;

export const rolloutAnalysis = struct({
  templates: omit(list(analysisTemplateRef)),
  args: omit(list(analysisRunArgument)),
  dryRun: omit(list(dryRun)),
  measurementRetention: omit(list(measurementRetention)),
  analysisRunMetadata: pointer(analysisRunMetadata),
});
export type RolloutAnalysis = Infer<typeof rolloutAnalysis>;

export const blueGreenStrategy = struct({
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

export const pluginStep = struct({
  name: kept(text),
  config: omit(raw),
});
export type PluginStep = Infer<typeof pluginStep>;

export const rolloutExperimentStepAnalysisTemplateRef = struct({
  name: kept(text),
  templateName: kept(text),
  clusterScope: pointer(bool),
  args: omit(list(analysisRunArgument)),
  requiredForCompletion: omit(bool),
});
export type RolloutExperimentStepAnalysisTemplateRef = Infer<typeof rolloutExperimentStepAnalysisTemplateRef>;

export const rolloutExperimentTemplate = struct({
  name: kept(text),
  specRef: kept(text),
  replicas: pointer(int),
  metadata: kept(podTemplateMetadata),
  selector: pointer(labelSelector),
  weight: pointer(int),
  service: pointer(templateService),
});
export type RolloutExperimentTemplate = Infer<typeof rolloutExperimentTemplate>;

export const rolloutExperimentStep = struct({
  templates: kept(list(rolloutExperimentTemplate)),
  duration: omit(text),
  analyses: omit(list(rolloutExperimentStepAnalysisTemplateRef)),
  dryRun: omit(list(dryRun)),
  analysisRunMetadata: kept(analysisRunMetadata),
  scaleDownDelaySeconds: pointer(int),
});
export type RolloutExperimentStep = Infer<typeof rolloutExperimentStep>;

export const rolloutPause = struct({
  duration: pointer(intOrString),
});
export type RolloutPause = Infer<typeof rolloutPause>;

export const setCanaryScale = struct({
  weight: pointer(int),
  replicas: pointer(int),
  matchTrafficWeight: omit(bool),
});
export type SetCanaryScale = Infer<typeof setCanaryScale>;

export const stringMatch = struct({
  exact: omit(text),
  prefix: omit(text),
  regex: omit(text),
});
export type StringMatch = Infer<typeof stringMatch>;

export const headerRoutingMatch = struct({
  headerName: kept(text),
  headerValue: nullable(stringMatch),
});
export type HeaderRoutingMatch = Infer<typeof headerRoutingMatch>;

export const setHeaderRoute = struct({
  name: omit(text),
  match: omit(list(headerRoutingMatch)),
});
export type SetHeaderRoute = Infer<typeof setHeaderRoute>;

export const routeMatch = struct({
  method: pointer(stringMatch),
  path: pointer(stringMatch),
  headers: omit(map(stringMatch)),
});
export type RouteMatch = Infer<typeof routeMatch>;

export const setMirrorRoute = struct({
  name: kept(text),
  match: omit(list(routeMatch)),
  percentage: pointer(int),
});
export type SetMirrorRoute = Infer<typeof setMirrorRoute>;

export const canaryStep = struct({
  setWeight: pointer(int),
  pause: pointer(rolloutPause),
  experiment: pointer(rolloutExperimentStep),
  analysis: pointer(rolloutAnalysis),
  setCanaryScale: pointer(setCanaryScale),
  setHeaderRoute: pointer(setHeaderRoute),
  setMirrorRoute: pointer(setMirrorRoute),
  plugin: pointer(pluginStep),
});
export type CanaryStep = Infer<typeof canaryStep>;

export const pingPongSpec = struct({
  pingService: kept(text),
  pongService: kept(text),
});
export type PingPongSpec = Infer<typeof pingPongSpec>;

export const replicaProgressThreshold = struct({
  type: kept(text),
  value: kept(int),
});
export type ReplicaProgressThreshold = Infer<typeof replicaProgressThreshold>;

export const rolloutAnalysisBackground = struct({
  ...rolloutAnalysis.fields,
  startingStep: pointer(int),
});
export type RolloutAnalysisBackground = Infer<typeof rolloutAnalysisBackground>;

export const stickinessConfig = struct({
  enabled: kept(bool),
  durationSeconds: kept(int),
});
export type StickinessConfig = Infer<typeof stickinessConfig>;

export const aLBTrafficRouting = struct({
  ingress: omit(text),
  servicePort: kept(int),
  rootService: omit(text),
  annotationPrefix: omit(text),
  stickinessConfig: pointer(stickinessConfig),
  ingresses: omit(list(text)),
});
export type ALBTrafficRouting = Infer<typeof aLBTrafficRouting>;

export const ambassadorTrafficRouting = struct({
  mappings: kept(list(text)),
});
export type AmbassadorTrafficRouting = Infer<typeof ambassadorTrafficRouting>;

export const apisixRoute = struct({
  name: kept(text),
  rules: omit(list(text)),
});
export type ApisixRoute = Infer<typeof apisixRoute>;

export const apisixTrafficRouting = struct({
  route: pointer(apisixRoute),
});
export type ApisixTrafficRouting = Infer<typeof apisixTrafficRouting>;

export const appMeshVirtualNodeReference = struct({
  name: kept(text),
});
export type AppMeshVirtualNodeReference = Infer<typeof appMeshVirtualNodeReference>;

export const appMeshVirtualNodeGroup = struct({
  canaryVirtualNodeRef: nullable(appMeshVirtualNodeReference),
  stableVirtualNodeRef: nullable(appMeshVirtualNodeReference),
});
export type AppMeshVirtualNodeGroup = Infer<typeof appMeshVirtualNodeGroup>;

export const appMeshVirtualService = struct({
  name: kept(text),
  routes: omit(list(text)),
});
export type AppMeshVirtualService = Infer<typeof appMeshVirtualService>;

export const appMeshTrafficRouting = struct({
  virtualService: pointer(appMeshVirtualService),
  virtualNodeGroup: pointer(appMeshVirtualNodeGroup),
});
export type AppMeshTrafficRouting = Infer<typeof appMeshTrafficRouting>;

export const istioDestinationRule = struct({
  name: kept(text),
  canarySubsetName: kept(text),
  stableSubsetName: kept(text),
  additionalSubsetNames: omit(list(text)),
});
export type IstioDestinationRule = Infer<typeof istioDestinationRule>;

export const tCPRoute = struct({
  port: omit(int),
});
export type TCPRoute = Infer<typeof tCPRoute>;

export const tLSRoute = struct({
  port: omit(int),
  sniHosts: omit(list(text)),
});
export type TLSRoute = Infer<typeof tLSRoute>;

export const istioVirtualService = struct({
  name: kept(text),
  routes: omit(list(text)),
  tlsRoutes: omit(list(tLSRoute)),
  tcpRoutes: omit(list(tCPRoute)),
});
export type IstioVirtualService = Infer<typeof istioVirtualService>;

export const istioTrafficRouting = struct({
  virtualService: pointer(istioVirtualService),
  destinationRule: pointer(istioDestinationRule),
  virtualServices: omit(list(istioVirtualService)),
});
export type IstioTrafficRouting = Infer<typeof istioTrafficRouting>;

export const mangedRoutes = struct({
  name: kept(text),
});
export type MangedRoutes = Infer<typeof mangedRoutes>;

export const nginxTrafficRouting = struct({
  annotationPrefix: omit(text),
  stableIngress: omit(text),
  additionalIngressAnnotations: omit(map(text)),
  stableIngresses: omit(list(text)),
  canaryIngressAnnotations: omit(map(text)),
});
export type NginxTrafficRouting = Infer<typeof nginxTrafficRouting>;

export const sMITrafficRouting = struct({
  rootService: omit(text),
  trafficSplitName: omit(text),
});
export type SMITrafficRouting = Infer<typeof sMITrafficRouting>;

export const traefikTrafficRouting = struct({
  weightedTraefikServiceName: kept(text),
});
export type TraefikTrafficRouting = Infer<typeof traefikTrafficRouting>;

export const rolloutTrafficRouting = struct({
  istio: pointer(istioTrafficRouting),
  nginx: pointer(nginxTrafficRouting),
  alb: pointer(aLBTrafficRouting),
  smi: pointer(sMITrafficRouting),
  ambassador: pointer(ambassadorTrafficRouting),
  appMesh: pointer(appMeshTrafficRouting),
  traefik: pointer(traefikTrafficRouting),
  managedRoutes: omit(list(mangedRoutes)),
  apisix: pointer(apisixTrafficRouting),
  plugins: omit(map(raw)),
  maxTrafficWeight: pointer(int),
});
export type RolloutTrafficRouting = Infer<typeof rolloutTrafficRouting>;

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

export const rolloutStrategy = struct({
  blueGreen: pointer(blueGreenStrategy),
  canary: pointer(canaryStrategy),
});
export type RolloutStrategy = Infer<typeof rolloutStrategy>;

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

export const awsResourceRef = struct({
  name: kept(text),
  arn: kept(text),
  fullName: kept(text),
});
export type AwsResourceRef = Infer<typeof awsResourceRef>;

export const aLBStatus = struct({
  loadBalancer: kept(awsResourceRef),
  canaryTargetGroup: kept(awsResourceRef),
  stableTargetGroup: kept(awsResourceRef),
  ingress: omit(text),
});
export type ALBStatus = Infer<typeof aLBStatus>;

export const rolloutAnalysisRunStatus = struct({
  name: kept(text),
  status: kept(text),
  message: omit(text),
});
export type RolloutAnalysisRunStatus = Infer<typeof rolloutAnalysisRunStatus>;

export const blueGreenStatus = struct({
  previewSelector: omit(text),
  activeSelector: omit(text),
  scaleUpPreviewCheckPoint: omit(bool),
  prePromotionAnalysisRunStatus: pointer(rolloutAnalysisRunStatus),
  postPromotionAnalysisRunStatus: pointer(rolloutAnalysisRunStatus),
});
export type BlueGreenStatus = Infer<typeof blueGreenStatus>;

export const stepPluginStatus = struct({
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
export type StepPluginStatus = Infer<typeof stepPluginStatus>;

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

export const canaryStatus = struct({
  currentStepAnalysisRunStatus: pointer(rolloutAnalysisRunStatus),
  currentBackgroundAnalysisRunStatus: pointer(rolloutAnalysisRunStatus),
  currentExperiment: omit(text),
  weights: pointer(trafficWeights),
  stablePingPong: omit(text),
  stepPluginStatuses: omit(list(stepPluginStatus)),
});
export type CanaryStatus = Infer<typeof canaryStatus>;

export const pauseCondition = struct({
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
  alb: pointer(aLBStatus),
  albs: omit(list(aLBStatus)),
});
export type RolloutStatus = Infer<typeof rolloutStatus>;

export const rollout = struct({
  ...typeMeta.fields,
  metadata: kept(objectMeta),
  spec: kept(rolloutSpec),
  status: kept(rolloutStatus),
});
export type Rollout = Infer<typeof rollout>;
