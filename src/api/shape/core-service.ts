/** Services, as in k8s.io/api/core/v1 (v1.34). */
import { type Infer, bool, int, intOrString, kept, list, map, omit, pointer, struct, text, time } from './shape.ts';
import { objectMeta, typeMeta } from './meta.ts';

export const servicePort = struct({
  name: omit(text),
  protocol: omit(text),
  appProtocol: pointer(text),
  port: kept(int),
  targetPort: kept(intOrString),
  nodePort: omit(int),
});
export type ServicePort = Infer<typeof servicePort>;

const clientIPConfig = struct({
  timeoutSeconds: pointer(int),
});

const sessionAffinityConfig = struct({
  clientIP: pointer(clientIPConfig),
});

export const serviceSpec = struct({
  ports: omit(list(servicePort)),
  selector: omit(map(text)),
  clusterIP: omit(text),
  clusterIPs: omit(list(text)),
  type: omit(text),
  externalIPs: omit(list(text)),
  sessionAffinity: omit(text),
  loadBalancerIP: omit(text),
  loadBalancerSourceRanges: omit(list(text)),
  externalName: omit(text),
  externalTrafficPolicy: omit(text),
  healthCheckNodePort: omit(int),
  publishNotReadyAddresses: omit(bool),
  sessionAffinityConfig: pointer(sessionAffinityConfig),
  ipFamilies: omit(list(text)),
  ipFamilyPolicy: pointer(text),
  allocateLoadBalancerNodePorts: pointer(bool),
  loadBalancerClass: pointer(text),
  internalTrafficPolicy: pointer(text),
  trafficDistribution: pointer(text),
});
export type ServiceSpec = Infer<typeof serviceSpec>;

const portStatus = struct({
  port: kept(int),
  protocol: kept(text),
  error: pointer(text),
});

const loadBalancerIngress = struct({
  ip: omit(text),
  hostname: omit(text),
  ipMode: pointer(text),
  ports: omit(list(portStatus)),
});

const loadBalancerStatus = struct({
  ingress: omit(list(loadBalancerIngress)),
});

export const condition = struct({
  type: kept(text),
  status: kept(text),
  observedGeneration: omit(int),
  lastTransitionTime: kept(time),
  reason: kept(text),
  message: kept(text),
});

const serviceStatus = struct({
  loadBalancer: kept(loadBalancerStatus),
  conditions: omit(list(condition)),
});

export const service = struct({
  ...typeMeta.fields,
  metadata: kept(objectMeta),
  spec: kept(serviceSpec),
  status: kept(serviceStatus),
});
export type Service = Infer<typeof service>;
