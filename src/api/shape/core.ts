/** Pods and their templates, as in k8s.io/api/core/v1 (v1.34). Fields stand in the order of the Go types: pod-template-hash is made of them. */
import { type Infer, kept, struct } from './shape.ts';
import { podSpec } from './core-pod-spec.ts';
import { podStatus } from './core-pod-status.ts';
import { objectMeta, typeMeta } from './meta.ts';

export { type Affinity, affinity } from './core-affinity.ts';
export { type Container, container, type ResourceRequirements, resourceRequirements } from './core-container.ts';
export { type PodSpec, podSpec } from './core-pod-spec.ts';
export {
  type ContainerStatus,
  containerStatus,
  type PodCondition,
  podCondition,
  type PodStatus,
  podStatus,
} from './core-pod-status.ts';
export { type Service, service, type ServicePort, type ServiceSpec, serviceSpec } from './core-service.ts';

export const podTemplateSpec = struct({
  metadata: kept(objectMeta),
  spec: kept(podSpec),
});
export type PodTemplateSpec = Infer<typeof podTemplateSpec>;

export const pod = struct({
  ...typeMeta.fields,
  metadata: kept(objectMeta),
  spec: kept(podSpec),
  status: kept(podStatus),
});
export type Pod = Infer<typeof pod>;
