import { type Infer, bool, int, kept, list, map, nullable, omit, pointer, raw, struct, text } from './shape.ts';

export const stickinessConfig = struct({
  enabled: kept(bool),
  durationSeconds: kept(int),
});
export type StickinessConfig = Infer<typeof stickinessConfig>;

const albTrafficRouting = struct({
  ingress: omit(text),
  servicePort: kept(int),
  rootService: omit(text),
  annotationPrefix: omit(text),
  stickinessConfig: pointer(stickinessConfig),
  ingresses: omit(list(text)),
});
export type AlbTrafficRouting = Infer<typeof albTrafficRouting>;

const ambassadorTrafficRouting = struct({
  mappings: nullable(list(text)),
});
export type AmbassadorTrafficRouting = Infer<typeof ambassadorTrafficRouting>;

export const apisixRoute = struct({
  name: kept(text),
  rules: omit(list(text)),
});
export type ApisixRoute = Infer<typeof apisixRoute>;

const apisixTrafficRouting = struct({
  route: pointer(apisixRoute),
});
export type ApisixTrafficRouting = Infer<typeof apisixTrafficRouting>;

const appMeshVirtualNodeReference = struct({
  name: kept(text),
});

const appMeshVirtualNodeGroup = struct({
  canaryVirtualNodeRef: nullable(appMeshVirtualNodeReference),
  stableVirtualNodeRef: nullable(appMeshVirtualNodeReference),
});

const appMeshVirtualService = struct({
  name: kept(text),
  routes: omit(list(text)),
});

const appMeshTrafficRouting = struct({
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

export const tcpRoute = struct({
  port: omit(int),
});
export type TcpRoute = Infer<typeof tcpRoute>;

export const tlsRoute = struct({
  port: omit(int),
  sniHosts: omit(list(text)),
});
export type TlsRoute = Infer<typeof tlsRoute>;

const istioVirtualService = struct({
  name: kept(text),
  routes: omit(list(text)),
  tlsRoutes: omit(list(tlsRoute)),
  tcpRoutes: omit(list(tcpRoute)),
});
export type IstioVirtualService = Infer<typeof istioVirtualService>;

const istioTrafficRouting = struct({
  virtualService: pointer(istioVirtualService),
  destinationRule: pointer(istioDestinationRule),
  virtualServices: omit(list(istioVirtualService)),
});
export type IstioTrafficRouting = Infer<typeof istioTrafficRouting>;

export const managedRoutes = struct({
  name: kept(text),
});
export type ManagedRoutes = Infer<typeof managedRoutes>;

const nginxTrafficRouting = struct({
  annotationPrefix: omit(text),
  stableIngress: omit(text),
  additionalIngressAnnotations: omit(map(text)),
  stableIngresses: omit(list(text)),
  canaryIngressAnnotations: omit(map(text)),
});
export type NginxTrafficRouting = Infer<typeof nginxTrafficRouting>;

const smiTrafficRouting = struct({
  rootService: omit(text),
  trafficSplitName: omit(text),
});
export type SmiTrafficRouting = Infer<typeof smiTrafficRouting>;

const traefikTrafficRouting = struct({
  weightedTraefikServiceName: kept(text),
});
export type TraefikTrafficRouting = Infer<typeof traefikTrafficRouting>;

export const rolloutTrafficRouting = struct({
  istio: pointer(istioTrafficRouting),
  nginx: pointer(nginxTrafficRouting),
  alb: pointer(albTrafficRouting),
  smi: pointer(smiTrafficRouting),
  ambassador: pointer(ambassadorTrafficRouting),
  appMesh: pointer(appMeshTrafficRouting),
  traefik: pointer(traefikTrafficRouting),
  managedRoutes: omit(list(managedRoutes)),
  apisix: pointer(apisixTrafficRouting),
  plugins: omit(map(raw)),
  maxTrafficWeight: pointer(int),
});
export type RolloutTrafficRouting = Infer<typeof rolloutTrafficRouting>;
