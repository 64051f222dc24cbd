/** Environment variables of a container, as in k8s.io/api/core/v1 (v1.34). */
import { type Infer, bool, kept, omit, pointer, struct, text } from './shape.ts';
import { localObjectReference, objectFieldSelector, resourceFieldSelector } from './core-references.ts';

const configMapEnvSource = struct({
  ...localObjectReference.fields,
  optional: pointer(bool),
});

const secretEnvSource = struct({
  ...localObjectReference.fields,
  optional: pointer(bool),
});

export const envFromSource = struct({
  prefix: omit(text),
  configMapRef: pointer(configMapEnvSource),
  secretRef: pointer(secretEnvSource),
});
export type EnvFromSource = Infer<typeof envFromSource>;

const configMapKeySelector = struct({
  ...localObjectReference.fields,
  key: kept(text),
  optional: pointer(bool),
});

const secretKeySelector = struct({
  ...localObjectReference.fields,
  key: kept(text),
  optional: pointer(bool),
});

const fileKeySelector = struct({
  volumeName: kept(text),
  path: kept(text),
  key: kept(text),
  optional: pointer(bool),
});

export const envVarSource = struct({
  fieldRef: pointer(objectFieldSelector),
  resourceFieldRef: pointer(resourceFieldSelector),
  configMapKeyRef: pointer(configMapKeySelector),
  secretKeyRef: pointer(secretKeySelector),
  fileKeyRef: pointer(fileKeySelector),
});

export const envVar = struct({
  name: kept(text),
  value: omit(text),
  valueFrom: pointer(envVarSource),
});
export type EnvVar = Infer<typeof envVar>;
