/** Probes and lifecycle hooks of a container, as in k8s.io/api/core/v1 (v1.34). */
import { type Infer, int, intOrString, kept, list, nullable, omit, pointer, struct, text } from './shape.ts';

export const execAction = struct({
  command: omit(list(text)),
});

export const httpHeader = struct({
  name: kept(text),
  value: kept(text),
});

export const httpGetAction = struct({
  path: omit(text),
  port: kept(intOrString),
  host: omit(text),
  scheme: omit(text),
  httpHeaders: omit(list(httpHeader)),
});

export const tcpSocketAction = struct({
  port: kept(intOrString),
  host: omit(text),
});

export const grpcAction = struct({
  port: kept(int),
  service: nullable(text),
});

export const probeHandler = struct({
  exec: pointer(execAction),
  httpGet: pointer(httpGetAction),
  tcpSocket: pointer(tcpSocketAction),
  grpc: pointer(grpcAction),
});

export const probe = struct({
  ...probeHandler.fields,
  initialDelaySeconds: omit(int),
  timeoutSeconds: omit(int),
  periodSeconds: omit(int),
  successThreshold: omit(int),
  failureThreshold: omit(int),
  terminationGracePeriodSeconds: pointer(int),
});
export type Probe = Infer<typeof probe>;

export const sleepAction = struct({
  seconds: kept(int),
});

export const lifecycleHandler = struct({
  exec: pointer(execAction),
  httpGet: pointer(httpGetAction),
  tcpSocket: pointer(tcpSocketAction),
  sleep: pointer(sleepAction),
});

export const lifecycle = struct({
  postStart: pointer(lifecycleHandler),
  preStop: pointer(lifecycleHandler),
  stopSignal: pointer(text),
});
