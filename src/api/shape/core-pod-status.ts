/** What a pod is, as in k8s.io/api/core/v1 (v1.34). */
import {
  type Infer,
  bool,
  int,
  kept,
  list,
  map,
  nullable,
  omit,
  pointer,
  quantity,
  struct,
  text,
  time,
} from './shape.ts';
import { resourceRequirements } from './core-container.ts';

export const podCondition = struct({
  type: kept(text),
  observedGeneration: omit(int),
  status: kept(text),
  lastProbeTime: kept(time),
  lastTransitionTime: kept(time),
  reason: omit(text),
  message: omit(text),
});
export type PodCondition = Infer<typeof podCondition>;

export const hostIP = struct({
  ip: kept(text),
});

const podIP = struct({
  ip: kept(text),
});

const containerStateWaiting = struct({
  reason: omit(text),
  message: omit(text),
});

const containerStateRunning = struct({
  startedAt: kept(time),
});

const containerStateTerminated = struct({
  exitCode: kept(int),
  signal: omit(int),
  reason: omit(text),
  message: omit(text),
  startedAt: kept(time),
  finishedAt: kept(time),
  containerID: omit(text),
});

const containerState = struct({
  waiting: pointer(containerStateWaiting),
  running: pointer(containerStateRunning),
  terminated: pointer(containerStateTerminated),
});

const volumeMountStatus = struct({
  name: kept(text),
  mountPath: kept(text),
  readOnly: omit(bool),
  recursiveReadOnly: pointer(text),
});

const linuxContainerUser = struct({
  uid: kept(int),
  gid: kept(int),
  supplementalGroups: omit(list(int)),
});

const containerUser = struct({
  linux: pointer(linuxContainerUser),
});

export const resourceHealth = struct({
  resourceID: kept(text),
  health: omit(text),
});

export const resourceStatus = struct({
  name: kept(text),
  resources: omit(list(resourceHealth)),
});

export const containerStatus = struct({
  name: kept(text),
  state: kept(containerState),
  lastState: kept(containerState),
  ready: kept(bool),
  restartCount: kept(int),
  image: kept(text),
  imageID: kept(text),
  containerID: omit(text),
  started: pointer(bool),
  allocatedResources: omit(map(quantity)),
  resources: pointer(resourceRequirements),
  volumeMounts: omit(list(volumeMountStatus)),
  user: pointer(containerUser),
  allocatedResourcesStatus: omit(list(resourceStatus)),
  stopSignal: pointer(text),
});
export type ContainerStatus = Infer<typeof containerStatus>;

const podResourceClaimStatus = struct({
  name: kept(text),
  resourceClaimName: pointer(text),
});

const containerExtendedResourceRequest = struct({
  containerName: kept(text),
  resourceName: kept(text),
  requestName: kept(text),
});

const podExtendedResourceClaimStatus = struct({
  requestMappings: nullable(list(containerExtendedResourceRequest)),
  resourceClaimName: kept(text),
});

export const podStatus = struct({
  observedGeneration: omit(int),
  phase: omit(text),
  conditions: omit(list(podCondition)),
  message: omit(text),
  reason: omit(text),
  nominatedNodeName: omit(text),
  hostIP: omit(text),
  hostIPs: omit(list(hostIP)),
  podIP: omit(text),
  podIPs: omit(list(podIP)),
  startTime: pointer(time),
  initContainerStatuses: omit(list(containerStatus)),
  containerStatuses: omit(list(containerStatus)),
  qosClass: omit(text),
  ephemeralContainerStatuses: omit(list(containerStatus)),
  resize: omit(text),
  resourceClaimStatuses: omit(list(podResourceClaimStatus)),
  extendedResourceClaimStatus: pointer(podExtendedResourceClaimStatus),
});
export type PodStatus = Infer<typeof podStatus>;
