/** Probes and lifecycle hooks of a container, as in k8s.io/api/core/v1 (v1.34). */
import { type Infer, int, intOrString, kept, list, nullable, omit, pointer, struct, text } from './shape.ts';

const execAction = struct({
  command: omit(list(text)),
});

const httpHeader = struct({
  name: kept(text),
  value: kept(text),
});

const httpGetAction = struct({
  path: omit(text),
  port: kept(intOrString),
  host: omit(text),
  scheme: omit(text),
  httpHeaders: omit(list(httpHeader)),
});

const tcpSocketAction = struct({
  port: kept(intOrString),
  host: omit(text),
});

const grpcAction = struct({
  port: kept(int),
  service: nullable(text),
});

const probeHandler = struct({
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

const sleepAction = struct({
  seconds: kept(int),
});

const lifecycleHandler = struct({
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
