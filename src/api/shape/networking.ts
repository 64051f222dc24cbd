/** Ingresses, as in k8s.io/api/networking/v1 (v1.34). */
import { type Infer, int, kept, list, nullable, omit, pointer, struct, text } from './shape.ts';
import { typedLocalObjectReference } from './core-references.ts';
import { objectMeta, typeMeta } from './meta.ts';

const serviceBackendPort = struct({
  name: omit(text),
  number: omit(int),
});

const ingressServiceBackend = struct({
  name: kept(text),
  port: kept(serviceBackendPort),
});

const ingressBackend = struct({
  service: pointer(ingressServiceBackend),
  resource: pointer(typedLocalObjectReference),
});

const ingressTLS = struct({
  hosts: omit(list(text)),
  secretName: omit(text),
});

const httpIngressPath = struct({
  path: omit(text),
  pathType: nullable(text),
  backend: kept(ingressBackend),
});
export type HTTPIngressPath = Infer<typeof httpIngressPath>;

const httpIngressRuleValue = struct({
  paths: nullable(list(httpIngressPath)),
});

const ingressRuleValue = struct({
  http: pointer(httpIngressRuleValue),
});

const ingressRule = struct({
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

const ingressPortStatus = struct({
  port: kept(int),
  protocol: kept(text),
  error: pointer(text),
});

const ingressLoadBalancerIngress = struct({
  ip: omit(text),
  hostname: omit(text),
  ports: omit(list(ingressPortStatus)),
});

const ingressLoadBalancerStatus = struct({
  ingress: omit(list(ingressLoadBalancerIngress)),
});

const ingressStatus = struct({
  loadBalancer: kept(ingressLoadBalancerStatus),
});

export const ingress = struct({
  ...typeMeta.fields,
  metadata: kept(objectMeta),
  spec: kept(ingressSpec),
  status: kept(ingressStatus),
});
export type Ingress = Infer<typeof ingress>;
