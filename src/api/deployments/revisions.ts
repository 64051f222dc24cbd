import { own } from '../../text/own.ts';
import { deepEqual } from '../equality.ts';
import { parseInteger } from '../int64.ts';
import type { PodTemplateSpec } from '../shape/core.ts';
import type { ObjectMeta } from '../shape/meta.ts';
import {
  DEPLOYMENT_DESIRED_REPLICAS,
  DEPLOYMENT_HASH_LABEL,
  DEPLOYMENT_MAX_REPLICAS,
  DEPLOYMENT_REVISION,
  DEPLOYMENT_REVISION_HISTORY,
  DEPLOYMENT_ROLLBACK_TO,
  LAST_APPLIED,
} from './names.ts';

type Annotated = { readonly metadata: ObjectMeta };

/** Annotations that a Deployment and its ReplicaSets do not share. Source: util/deployment_util.go annotationsToSkip. */
const OWN_ANNOTATIONS: ReadonlySet<string> = new Set([
  LAST_APPLIED,
  DEPLOYMENT_REVISION,
  DEPLOYMENT_REVISION_HISTORY,
  DEPLOYMENT_DESIRED_REPLICAS,
  DEPLOYMENT_MAX_REPLICAS,
  DEPLOYMENT_ROLLBACK_TO,
]);

/** The whole number that an annotation holds; undefined if it holds none. */
export function annotatedInteger({ metadata }: Annotated, key: string): number | undefined {
  const value = parseInteger(own(metadata.annotations, key) ?? '');
  return value === undefined ? undefined : Number(value);
}

/** The revision of a Deployment or ReplicaSet: 0 without one, undefined if it is no number. Source: util/deployment_util.go Revision. */
export function getRevision(object: Annotated): number | undefined {
  return object.metadata.annotations?.[DEPLOYMENT_REVISION] === undefined
    ? 0
    : annotatedInteger(object, DEPLOYMENT_REVISION);
}

/** The annotations that a Deployment and its ReplicaSets share. */
export function sharedAnnotations({ metadata }: Annotated): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(metadata.annotations ?? {}).filter(([key]) => !OWN_ANNOTATIONS.has(key)));
}

/** The annotations that each has for itself. */
export function ownAnnotations({ metadata }: Annotated): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(metadata.annotations ?? {}).filter(([key]) => OWN_ANNOTATIONS.has(key)));
}

/** The template as a Deployment has it: without the label that its controller puts on the pods of a version. */
export function withoutTemplateHash(template: PodTemplateSpec): PodTemplateSpec {
  const { [DEPLOYMENT_HASH_LABEL]: hash, ...labels } = template.metadata.labels ?? {};
  return hash === undefined ? template : { ...template, metadata: { ...template.metadata, labels } };
}

/** Whether two templates are equal but for the hash label. Source: util/deployment_util.go EqualIgnoreHash. */
export function equalIgnoreHash(a: PodTemplateSpec, b: PodTemplateSpec): boolean {
  if (a === b) return true;
  return deepEqual(a.spec, b.spec) && deepEqual(comparableMetadata(a), comparableMetadata(b));
}

/** No labels and empty ones are the same. */
function comparableMetadata(template: PodTemplateSpec): unknown {
  const { metadata } = withoutTemplateHash(template);
  return { ...metadata, labels: metadata.labels ?? {} };
}
