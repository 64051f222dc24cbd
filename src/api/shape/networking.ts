/** Ingresses, as in k8s.io/api/networking/v1 (v1.34). */
import { type Infer, int, kept, list, nullable, omit, pointer, struct, text } from './shape.ts';
import { typedLocalObjectReference } from './core-references.ts';
import { objectMeta, typeMeta } from './meta.ts';

export const serviceBackendPort = struct({
  name: omit(text),
  number: omit(int),
});

export const ingressServiceBackend = struct({
  name: kept(text),
  port: kept(serviceBackendPort),
});

export const ingressBackend = struct({
  service: pointer(ingressServiceBackend),
  resource: pointer(typedLocalObjectReference),
});
export type IngressBackend = Infer<typeof ingressBackend>;

export const ingressTLS = struct({
  hosts: omit(list(text)),
  secretName: omit(text),
});

export const httpIngressPath = struct({
  path: omit(text),
  pathType: nullable(text),
  backend: kept(ingressBackend),
});
export type HTTPIngressPath = Infer<typeof httpIngressPath>;

export const httpIngressRuleValue = struct({
  paths: nullable(list(httpIngressPath)),
});

export const ingressRuleValue = struct({
  http: pointer(httpIngressRuleValue),
});

export const ingressRule = struct({
  host: omit(text),
  ...ingressRuleValue.fields,
});
export type IngressRule = Infer<typeof ingressRule>;

export const ingressSpec = struct({
  ingressClassName: pointer(text),
  defaultBackend: pointer(ingressBackend),
  tls: omit(list(ingressTLS)),
  rules: omit(list(ingressRule)),
});
export type IngressSpec = Infer<typeof ingressSpec>;

export const ingressPortStatus = struct({
  port: kept(int),
  protocol: kept(text),
  error: pointer(text),
});

export const ingressLoadBalancerIngress = struct({
  ip: omit(text),
  hostname: omit(text),
  ports: omit(list(ingressPortStatus)),
});

export const ingressLoadBalancerStatus = struct({
  ingress: omit(list(ingressLoadBalancerIngress)),
});

export const ingressStatus = struct({
  loadBalancer: kept(ingressLoadBalancerStatus),
});

export const ingress = struct({
  ...typeMeta.fields,
  metadata: kept(objectMeta),
  spec: kept(ingressSpec),
  status: kept(ingressStatus),
});
export type Ingress = Infer<typeof ingress>;
