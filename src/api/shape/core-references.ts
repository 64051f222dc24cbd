/** References to fields, keys and objects that volumes and environment variables share, as in k8s.io/api/core/v1 (v1.34). */
import { int, kept, nullable, omit, pointer, quantity, struct, text } from './shape.ts';

export const localObjectReference = struct({
  name: omit(text),
});

export const objectFieldSelector = struct({
  apiVersion: omit(text),
  fieldPath: kept(text),
});

export const resourceFieldSelector = struct({
  containerName: omit(text),
  resource: kept(text),
  divisor: kept(quantity),
});

export const keyToPath = struct({
  key: kept(text),
  path: kept(text),
  mode: pointer(int),
});

export const typedLocalObjectReference = struct({
  apiGroup: nullable(text),
  kind: kept(text),
  name: kept(text),
});

export const typedObjectReference = struct({
  apiGroup: nullable(text),
  kind: kept(text),
  name: kept(text),
  namespace: pointer(text),
});
