/** Containers of a pod, as in k8s.io/api/core/v1 (v1.34). */
import { type Infer, bool, int, kept, list, map, omit, pointer, quantity, struct, text } from './shape.ts';
import { envFromSource, envVar } from './core-env.ts';
import { lifecycle, probe } from './core-probes.ts';
import { securityContext } from './core-security.ts';

export const containerPort = struct({
  name: omit(text),
  hostPort: omit(int),
  containerPort: kept(int),
  protocol: omit(text),
  hostIP: omit(text),
});
export type ContainerPort = Infer<typeof containerPort>;

export const resourceClaim = struct({
  name: kept(text),
  request: omit(text),
});

export const resourceRequirements = struct({
  limits: omit(map(quantity)),
  requests: omit(map(quantity)),
  claims: omit(list(resourceClaim)),
});
export type ResourceRequirements = Infer<typeof resourceRequirements>;

const containerResizePolicy = struct({
  resourceName: kept(text),
  restartPolicy: kept(text),
});

const containerRestartRuleOnExitCodes = struct({
  operator: omit(text),
  values: omit(list(int)),
});

const containerRestartRule = struct({
  action: omit(text),
  exitCodes: pointer(containerRestartRuleOnExitCodes),
});

export const volumeMount = struct({
  name: kept(text),
  readOnly: omit(bool),
  recursiveReadOnly: pointer(text),
  mountPath: kept(text),
  subPath: omit(text),
  mountPropagation: pointer(text),
  subPathExpr: omit(text),
});

const volumeDevice = struct({
  name: kept(text),
  devicePath: kept(text),
});

export const container = struct({
  name: kept(text),
  image: omit(text),
  command: omit(list(text)),
  args: omit(list(text)),
  workingDir: omit(text),
  ports: omit(list(containerPort)),
  envFrom: omit(list(envFromSource)),
  env: omit(list(envVar)),
  resources: kept(resourceRequirements),
  resizePolicy: omit(list(containerResizePolicy)),
  restartPolicy: pointer(text),
  restartPolicyRules: omit(list(containerRestartRule)),
  volumeMounts: omit(list(volumeMount)),
  volumeDevices: omit(list(volumeDevice)),
  livenessProbe: pointer(probe),
  readinessProbe: pointer(probe),
  startupProbe: pointer(probe),
  lifecycle: pointer(lifecycle),
  terminationMessagePath: omit(text),
  terminationMessagePolicy: omit(text),
  imagePullPolicy: omit(text),
  securityContext: pointer(securityContext),
  stdin: omit(bool),
  stdinOnce: omit(bool),
  tty: omit(bool),
});
export type Container = Infer<typeof container>;

export const ephemeralContainer = struct({
  ...container.fields,
  targetContainerName: omit(text),
});
