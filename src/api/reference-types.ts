import { own } from '../text/own.ts';
import { canonical } from './canonical.ts';
import { computePodTemplateHash } from './hash.ts';
import { isJsonObject, type Json, type JsonObject } from './json.ts';
import type { BehaviourId } from './reference-behaviours.ts';
import type { KubeObject, Resource } from './resources.ts';
import { analysisRunMetadata, analysisTemplateRef } from './shape/analysis-common.ts';
import {
  canaryStep,
  rolloutAnalysis,
  rolloutExperimentStep,
  rolloutExperimentStepAnalysisTemplateRef,
} from './shape/canary-steps.ts';
import { container, ephemeralContainer, resourceClaim, volumeMount } from './shape/core-container.ts';
import { envVarSource } from './shape/core-env.ts';
import { podResourceClaim, podSpec } from './shape/core-pod-spec.ts';
import { lifecycle } from './shape/core-probes.ts';
import { podSecurityContext, securityContext } from './shape/core-security.ts';
import { volume, volumeProjection } from './shape/core-volumes.ts';
import { podTemplateSpec, type PodTemplateSpec } from './shape/core.ts';
import { experimentAnalysisTemplateRef } from './shape/experiment.ts';
import { objectMeta } from './shape/meta.ts';
import { canaryStrategy, rolloutAnalysisBackground } from './shape/rollout.ts';
import {
  bool,
  type Fields,
  kept,
  list,
  nullable,
  omit,
  pointer,
  type Shape,
  struct,
  text,
  time,
} from './shape/shape.ts';
import { istioDestinationRule } from './shape/traffic-routing.ts';

/** How the fields of some types differ in a version, by the type as the newest version has it. */
type Edit = (fields: Fields) => Fields;
type Edits = ReadonlyMap<Shape<unknown>, Edit>;

const without =
  (...names: readonly string[]) =>
  (fields: Fields): Fields =>
    Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));

/** Replaces fields in their places. */
const having =
  (changed: Fields) =>
  (fields: Fields): Fields =>
    Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, own(changed, name) ?? field]));

/** Fields of pods that k8s.io/api v0.29 does not have. */
const BEFORE_KUBERNETES_1_34: Edits = new Map<Shape<unknown>, Edit>([
  [securityContext, without('appArmorProfile')],
  [podSecurityContext, without('appArmorProfile', 'supplementalGroupsPolicy', 'seLinuxChangePolicy')],
  [podSpec, without('resources', 'hostnameOverride')],
  [volume, without('image')],
  [volumeMount, without('recursiveReadOnly')],
  [lifecycle, without('stopSignal')],
  [container, without('restartPolicyRules')],
  [ephemeralContainer, without('restartPolicyRules')],
  [envVarSource, without('fileKeyRef')],
  [volumeProjection, without('podCertificate')],
  [resourceClaim, without('request')],
  [
    podResourceClaim,
    () => ({
      name: kept(text),
      source: kept(struct({ resourceClaimName: pointer(text), resourceClaimTemplateName: pointer(text) })),
    }),
  ],
]);

const emptyMetadata = having({ analysisRunMetadata: kept(analysisRunMetadata) });
const optionalClusterScope = having({ clusterScope: omit(bool) });

/** Fields of the types of Argo Rollouts that came, or are written otherwise, since. */
const EDITS: readonly (readonly [BehaviourId, Edits])[] = [
  ['kubernetes-1.34-types', BEFORE_KUBERNETES_1_34],
  [
    'step-hash-omits-empty-metadata',
    new Map<Shape<unknown>, Edit>([
      [rolloutAnalysis, emptyMetadata],
      [rolloutAnalysisBackground, emptyMetadata],
    ]),
  ],
  [
    'step-hash-writes-false-cluster-scope',
    new Map<Shape<unknown>, Edit>([
      [analysisTemplateRef, optionalClusterScope],
      [rolloutExperimentStepAnalysisTemplateRef, optionalClusterScope],
      [experimentAnalysisTemplateRef, optionalClusterScope],
    ]),
  ],
  [
    'experiment-step-scale-down-delay',
    new Map<Shape<unknown>, Edit>([[rolloutExperimentStep, without('scaleDownDelaySeconds')]]),
  ],
  [
    'replica-progress-threshold',
    new Map<Shape<unknown>, Edit>([[canaryStrategy, without('replicaProgressThreshold')]]),
  ],
  [
    'additional-subset-names',
    new Map<Shape<unknown>, Edit>([[istioDestinationRule, without('additionalSubsetNames')]]),
  ],
];

/** Older libraries write a missing creationTimestamp as null: only bytes that are hashed show it, as no server stores it. */
const NULL_CREATION_TIMESTAMP: Edits = new Map<Shape<unknown>, Edit>([
  [objectMeta, having({ creationTimestamp: nullable(time) })],
]);

/** A shape with other fields wherever one of the edited types occurs; the shape itself where none does. */
function reshaper(edits: Edits): (shape: Shape<unknown>) => Shape<unknown> {
  const known = new Map<Shape<unknown>, Shape<unknown>>();
  const reshape = (shape: Shape<unknown>): Shape<unknown> => {
    let result = known.get(shape);
    if (result === undefined) {
      result = reshapeOne(shape);
      known.set(shape, result);
    }
    return result;
  };
  const reshapeOne = (shape: Shape<unknown>): Shape<unknown> => {
    if (shape.form === 'scalar') return shape;
    if (shape.form !== 'struct') {
      const item = reshape(shape.item);
      return item === shape.item ? shape : { form: shape.form, item };
    }
    const edited = edits.get(shape)?.(shape.fields) ?? shape.fields;
    let same = edited === shape.fields;
    const fields = Object.fromEntries(
      Object.entries(edited).map(([name, field]) => {
        const inner = reshape(field.shape);
        same &&= inner === field.shape;
        return [name, { ...field, shape: inner }];
      }),
    );
    return same ? shape : { form: 'struct', fields };
  };
  return reshape;
}

/** The types of a version's libraries: which fields they know, and what they write. */
export interface ReferenceTypes {
  /** Whether every field that is stored is known. */
  readonly isNewest: boolean;
  /** The type of a kind as this version knows it; the shape itself if it is the newest one. */
  readonly shapeOf: (shape: Shape<unknown>) => Shape<unknown>;
  /** A pod template as its hash reads it. */
  readonly hashedTemplate: Shape<unknown>;
  /** Canary steps as their hash reads them. */
  readonly hashedSteps: Shape<unknown>;
}

/** Something of a version, which knows its types. */
export interface OfVersion {
  readonly types: ReferenceTypes;
}

const STEPS = list(canaryStep);

/** Reads the types of a version from its behaviours. */
export function typesOf(has: (behaviour: BehaviourId) => boolean): ReferenceTypes {
  const edits = new Map<Shape<unknown>, Edit>(
    EDITS.flatMap(([behaviour, changes]) => (has(behaviour) ? [] : [...changes])),
  );
  const shapeOf = reshaper(edits);
  const omitsTime = has('template-hash-omits-creation-timestamp');
  const hashed = omitsTime ? shapeOf : reshaper(new Map<Shape<unknown>, Edit>([...edits, ...NULL_CREATION_TIMESTAMP]));
  return { isNewest: edits.size === 0, shapeOf, hashedTemplate: hashed(podTemplateSpec), hashedSteps: shapeOf(STEPS) };
}

/** The value of the label rollouts-pod-template-hash as a version computes it. Source: utils/hash/hash.go ComputePodTemplateHash. */
export function podTemplateHash(
  reference: OfVersion,
  template: PodTemplateSpec,
  collisionCount: number | undefined,
): string {
  return computePodTemplateHash(template, collisionCount, reference.types.hashedTemplate);
}

/** What was read of objects, by the type as which they were read: an object that was read twice is the same value. */
const readObjects = new WeakMap<Shape<unknown>, WeakMap<object, Json>>();

/** An object as the libraries of a version read it: the object itself if they know all of its fields. */
export function asRead<T extends KubeObject>(reference: OfVersion, resource: Resource<T>, object: T): T {
  if (resource.shape === undefined) return object;
  const shape = reference.types.shapeOf(resource.shape);
  if (shape === resource.shape || !isJsonObject(object)) return object;
  const known = readObjects.get(shape) ?? new WeakMap<object, Json>();
  readObjects.set(shape, known);
  let read = known.get(object);
  if (read === undefined) {
    read = canonical(shape, object);
    known.set(object, read);
  }
  return isObjectOf(resource, read) ? read : object;
}

/** What went through a shape of the kind is one. */
function isObjectOf<T extends KubeObject>(_resource: Resource<T>, value: Json): value is T & JsonObject {
  return isJsonObject(value);
}
