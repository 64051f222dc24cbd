import {
  type Infer,
  int,
  kept,
  list,
  map,
  omit,
  pointer,
  quantity,
  raw,
  struct,
  text,
  time,
  nullable,
} from './shape.ts';
import { objectMeta, typeMeta } from './meta.ts';

export const resourceRequirements = struct({
  limits: omit(map(quantity)),
  requests: omit(map(quantity)),
  claims: omit(list(raw)),
});
export type ResourceRequirements = Infer<typeof resourceRequirements>;

export const container = struct({
  name: kept(text),
  image: omit(text),
  command: omit(list(text)),
  args: omit(list(text)),
  workingDir: omit(text),
  ports: omit(list(raw)),
  envFrom: omit(list(raw)),
  env: omit(list(raw)),
  resources: kept(resourceRequirements),
});
export type Container = Infer<typeof container>;

export const affinity = struct({
  nodeAffinity: pointer(raw),
  podAffinity: pointer(raw),
  podAntiAffinity: pointer(raw),
});
export type Affinity = Infer<typeof affinity>;

export const podSpec = struct({
  volumes: omit(list(raw)),
  initContainers: omit(list(container)),
  containers: nullable(list(container)),
  restartPolicy: omit(text),
  affinity: pointer(affinity),
});
export type PodSpec = Infer<typeof podSpec>;

export const podTemplateSpec = struct({
  metadata: kept(objectMeta),
  spec: kept(podSpec),
});
export type PodTemplateSpec = Infer<typeof podTemplateSpec>;

export const podCondition = struct({
  type: kept(text),
  status: kept(text),
  lastTransitionTime: kept(time),
  reason: omit(text),
  message: omit(text),
});
export type PodCondition = Infer<typeof podCondition>;

export const podStatus = struct({
  phase: omit(text),
  conditions: omit(list(podCondition)),
  message: omit(text),
  reason: omit(text),
  startTime: pointer(time),
  containerStatuses: omit(list(raw)),
});
export type PodStatus = Infer<typeof podStatus>;

export const pod = struct({
  ...typeMeta.fields,
  metadata: kept(objectMeta),
  spec: kept(podSpec),
  status: kept(podStatus),
});
export type Pod = Infer<typeof pod>;

export const serviceSpec = struct({
  ports: omit(list(raw)),
  selector: omit(map(text)),
  clusterIP: omit(text),
  type: omit(text),
});
export type ServiceSpec = Infer<typeof serviceSpec>;

export const service = struct({
  ...typeMeta.fields,
  metadata: kept(objectMeta),
  spec: kept(serviceSpec),
  status: kept(struct({ loadBalancer: kept(struct({ ingress: omit(list(raw)) })) })),
});
export type Service = Infer<typeof service>;
export type IntValue = Infer<typeof int>;
