/** What a pod should be, as in k8s.io/api/core/v1 (v1.34). */
import { type Infer, bool, int, kept, list, map, nullable, omit, pointer, quantity, struct, text } from './shape.ts';
import { affinity, toleration, topologySpreadConstraint } from './core-affinity.ts';
import { container, ephemeralContainer, resourceRequirements } from './core-container.ts';
import { localObjectReference } from './core-references.ts';
import { podSecurityContext } from './core-security.ts';
import { volume } from './core-volumes.ts';

const hostAlias = struct({
  ip: kept(text),
  hostnames: omit(list(text)),
});

const podDNSConfigOption = struct({
  name: omit(text),
  value: pointer(text),
});

const podDNSConfig = struct({
  nameservers: omit(list(text)),
  searches: omit(list(text)),
  options: omit(list(podDNSConfigOption)),
});

const podReadinessGate = struct({
  conditionType: kept(text),
});

const podOS = struct({
  name: kept(text),
});

const podSchedulingGate = struct({
  name: kept(text),
});

export const podResourceClaim = struct({
  name: kept(text),
  resourceClaimName: pointer(text),
  resourceClaimTemplateName: pointer(text),
});

export const podSpec = struct({
  volumes: omit(list(volume)),
  initContainers: omit(list(container)),
  containers: nullable(list(container)),
  ephemeralContainers: omit(list(ephemeralContainer)),
  restartPolicy: omit(text),
  terminationGracePeriodSeconds: pointer(int),
  activeDeadlineSeconds: pointer(int),
  dnsPolicy: omit(text),
  nodeSelector: omit(map(text)),
  serviceAccountName: omit(text),
  serviceAccount: omit(text),
  automountServiceAccountToken: pointer(bool),
  nodeName: omit(text),
  hostNetwork: omit(bool),
  hostPID: omit(bool),
  hostIPC: omit(bool),
  shareProcessNamespace: pointer(bool),
  securityContext: pointer(podSecurityContext),
  imagePullSecrets: omit(list(localObjectReference)),
  hostname: omit(text),
  subdomain: omit(text),
  affinity: pointer(affinity),
  schedulerName: omit(text),
  tolerations: omit(list(toleration)),
  hostAliases: omit(list(hostAlias)),
  priorityClassName: omit(text),
  priority: pointer(int),
  dnsConfig: pointer(podDNSConfig),
  readinessGates: omit(list(podReadinessGate)),
  runtimeClassName: pointer(text),
  enableServiceLinks: pointer(bool),
  preemptionPolicy: pointer(text),
  overhead: omit(map(quantity)),
  topologySpreadConstraints: omit(list(topologySpreadConstraint)),
  setHostnameAsFQDN: pointer(bool),
  os: pointer(podOS),
  hostUsers: pointer(bool),
  schedulingGates: omit(list(podSchedulingGate)),
  resourceClaims: omit(list(podResourceClaim)),
  resources: pointer(resourceRequirements),
  hostnameOverride: pointer(text),
});
export type PodSpec = Infer<typeof podSpec>;
