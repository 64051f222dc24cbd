import {
  bool,
  type Infer,
  int,
  intOrString,
  kept,
  list,
  nullable,
  omit,
  pointer,
  struct,
  text,
  time,
} from './shape.ts';
import { labelSelector, objectMeta, typeMeta } from './meta.ts';
import { podTemplateSpec } from './core.ts';

const replicaSetSpec = struct({
  replicas: pointer(int),
  minReadySeconds: omit(int),
  selector: nullable(labelSelector),
  template: kept(podTemplateSpec),
});

const replicaSetCondition = struct({
  type: kept(text),
  status: kept(text),
  lastTransitionTime: kept(time),
  reason: omit(text),
  message: omit(text),
});
export type ReplicaSetCondition = Infer<typeof replicaSetCondition>;

export const replicaSetStatus = struct({
  replicas: kept(int),
  fullyLabeledReplicas: omit(int),
  readyReplicas: omit(int),
  availableReplicas: omit(int),
  terminatingReplicas: pointer(int),
  observedGeneration: omit(int),
  conditions: omit(list(replicaSetCondition)),
});
export type ReplicaSetStatus = Infer<typeof replicaSetStatus>;

export const replicaSet = struct({
  ...typeMeta.fields,
  metadata: kept(objectMeta),
  spec: kept(replicaSetSpec),
  status: kept(replicaSetStatus),
});
export type ReplicaSet = Infer<typeof replicaSet>;

const rollingUpdateDeployment = struct({
  maxUnavailable: pointer(intOrString),
  maxSurge: pointer(intOrString),
});

const deploymentStrategy = struct({
  type: omit(text),
  rollingUpdate: pointer(rollingUpdateDeployment),
});

const deploymentSpec = struct({
  replicas: pointer(int),
  selector: nullable(labelSelector),
  template: kept(podTemplateSpec),
  strategy: kept(deploymentStrategy),
  minReadySeconds: omit(int),
  revisionHistoryLimit: pointer(int),
  paused: omit(bool),
  progressDeadlineSeconds: pointer(int),
});
export type DeploymentSpec = Infer<typeof deploymentSpec>;

const deploymentCondition = struct({
  type: kept(text),
  status: kept(text),
  lastUpdateTime: kept(time),
  lastTransitionTime: kept(time),
  reason: omit(text),
  message: omit(text),
});
export type DeploymentCondition = Infer<typeof deploymentCondition>;

const deploymentStatus = struct({
  observedGeneration: omit(int),
  replicas: omit(int),
  updatedReplicas: omit(int),
  readyReplicas: omit(int),
  availableReplicas: omit(int),
  unavailableReplicas: omit(int),
  terminatingReplicas: pointer(int),
  conditions: omit(list(deploymentCondition)),
  collisionCount: pointer(int),
});
export type DeploymentStatus = Infer<typeof deploymentStatus>;

export const deployment = struct({
  ...typeMeta.fields,
  metadata: kept(objectMeta),
  spec: kept(deploymentSpec),
  status: kept(deploymentStatus),
});
export type Deployment = Infer<typeof deployment>;
