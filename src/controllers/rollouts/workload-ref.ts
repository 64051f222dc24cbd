import { canonical } from '../../api/canonical.ts';
import { ApiError } from '../../api/errors.ts';
import { isJsonObject, type Json, type JsonObject } from '../../api/json.ts';
import { fieldsOf } from '../../api/object-form.ts';
import type { ObjectReader } from '../../api/reader.ts';
import type { Informer } from '../../api/informer.ts';
import { groupResource, type KubeObject, ROLLOUT } from '../../api/resources.ts';
import { WORKLOAD_GENERATION_ANNOTATION } from '../../api/rollouts/names.ts';
import type { ApiServer } from '../../api/server.ts';
import { type Rollout, rolloutSpec, type RolloutSpec } from '../../api/shape/rollout.ts';
import { own } from '../../text/own.ts';
import { workloadGeneration } from './rules/scaling.ts';
import { setRolloutWorkloadRefGeneration } from './decide/annotations.ts';

/** A rollout whose template (and selector) may come from another workload. */
export interface ResolvedRollout {
  readonly rollout: Rollout;
  readonly resolved: { readonly template: boolean; readonly selector: boolean };
  /** The object and the field that the template was read from. */
  readonly templateFrom: FieldSource;
  /** The same of the selector. */
  readonly selectorFrom: FieldSource;
}

export interface FieldSource {
  readonly object: KubeObject;
  readonly path: string;
}

/** The reference could not be followed; the text is what the InvalidSpec condition says. */
export class WorkloadRefError extends Error {}

interface KindInfo {
  readonly templatePath: readonly string[];
  readonly selectorPath: readonly string[] | undefined;
}

const KINDS: ReadonlyMap<string, KindInfo> = new Map([
  ['/PodTemplate', { templatePath: ['template'], selectorPath: undefined }],
  ['apps/Deployment', { templatePath: ['spec', 'template'], selectorPath: ['spec', 'selector'] }],
  ['apps/ReplicaSet', { templatePath: ['spec', 'template'], selectorPath: ['spec', 'selector'] }],
]);

const UNRESOLVED = { template: false, selector: false };

/**
 * Takes the pod template (and, when the rollout has none, the selector) from the workload that `spec.workloadRef` names, and notes that
 * workload's generation in an annotation. Throws WorkloadRefError. Source: rollout/templateref.go Resolve.
 */
export function resolveWorkloadRef(
  api: Pick<ApiServer, 'resourceFor'> & ObjectReader,
  rollout: Rollout,
): ResolvedRollout {
  const ref = rollout.spec.workloadRef;
  if (ref === undefined) {
    return {
      rollout: setRolloutWorkloadRefGeneration(rollout, undefined),
      resolved: UNRESOLVED,
      ...ownFields(rollout),
    };
  }
  if (!hasEmptyTemplate(rollout.spec)) {
    throw new WorkloadRefError('template must be empty for workload reference rollout');
  }
  const { apiVersion = '', kind = '', name = '' } = ref;
  const group = groupOf(apiVersion);
  const info = KINDS.get(`${group}/${kind}`);
  if (info === undefined) throw new WorkloadRefError(`workload of type ${group}/${kind} is not supported`);
  const resource = api.resourceFor(apiVersion, kind);
  const namespace = rollout.metadata.namespace ?? 'default';
  const workload = api.find(resource, namespace, name);
  if (workload === undefined) {
    throw new WorkloadRefError(`${groupResource(resource)} "${namespace}/${name}" not found`);
  }
  const resolved = withWorkload(rollout, workload, info);
  const generation = String(workload.metadata.generation ?? 0);
  return { ...resolved, rollout: setRolloutWorkloadRefGeneration(resolved.rollout, generation) };
}

/** A rollout that takes nothing from elsewhere. */
export function ownFields(rollout: Rollout): Pick<ResolvedRollout, 'templateFrom' | 'selectorFrom'> {
  return {
    templateFrom: { object: rollout, path: 'spec.template' },
    selectorFrom: { object: rollout, path: 'spec.selector' },
  };
}

/** Source: pkg/apis/rollouts/v1alpha1/types.go EmptyTemplate. */
function hasEmptyTemplate(spec: RolloutSpec): boolean {
  const { labels = {}, annotations = {} } = spec.template.metadata;
  return Object.keys(labels).length === 0 && Object.keys(annotations).length === 0;
}

function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}

function at(object: KubeObject, path: readonly string[]): Json | undefined {
  let value: Json | undefined = fieldsOf(object);
  for (const key of path) value = isJsonObject(value) ? own(value, key) : undefined;
  return value;
}

function withWorkload(
  rollout: Rollout,
  workload: KubeObject,
  { templatePath, selectorPath }: KindInfo,
): ResolvedRollout {
  const template = at(workload, templatePath);
  const selector = selectorPath === undefined ? undefined : at(workload, selectorPath);
  const takesTemplate = isJsonObject(template);
  const takesSelector = rollout.spec.selector === null && isJsonObject(selector);
  const spec = readSpec({
    ...rollout.spec,
    ...(takesTemplate ? { template } : {}),
    ...(takesSelector ? { selector } : {}),
  });
  return {
    rollout: { ...rollout, spec },
    resolved: { template: takesTemplate, selector: takesSelector },
    ...ownFields(rollout),
    ...(takesTemplate ? { templateFrom: { object: workload, path: templatePath.join('.') } } : {}),
    ...(takesSelector ? { selectorFrom: { object: workload, path: (selectorPath ?? []).join('.') } } : {}),
  };
}

function readSpec(value: JsonObject): RolloutSpec {
  const spec = canonical(rolloutSpec, value);
  if (!isRolloutSpec(spec)) throw new ApiError('BadRequest', 'the template of the workload cannot be read');
  return spec;
}

/** What went through the canonical form of the shape has it. */
function isRolloutSpec(value: Json): value is RolloutSpec & JsonObject {
  return isJsonObject(value);
}

/** The rollout as it is written: without what was taken from the workload. Source: types.go RolloutSpec.MarshalJSON. */
export function withoutResolvedParts({ rollout, resolved }: Pick<ResolvedRollout, 'rollout' | 'resolved'>): Rollout {
  if (!resolved.template && !resolved.selector) return rollout;
  const { template, selector, ...rest } = rollout.spec;
  const spec = readSpec({
    ...rest,
    ...(resolved.template ? {} : { template }),
    ...(resolved.selector ? {} : { selector }),
  });
  return { ...rollout, spec };
}

/**
 * Watches the workloads that rollouts take their templates from, and notes each new generation in an annotation of the rollout, which wakes it.
 * Source: rollout/templateref.go updateRolloutsReferenceAnnotation.
 */
export class WorkloadRefs {
  readonly #api: ApiServer;
  readonly #rollouts: Informer<Rollout>;
  readonly #watched = new Set<string>();

  constructor(api: ApiServer, rollouts: Informer<Rollout>) {
    this.#api = api;
    this.#rollouts = rollouts;
  }

  /** Watches the kind that a rollout refers to from its first reconcile on. Source: rollout/templateref.go getInformer. */
  watchFor({ spec }: Rollout): void {
    const { apiVersion = '', kind = '' } = spec.workloadRef ?? {};
    const watched = `${apiVersion}/${kind}`;
    if (this.#watched.has(watched) || !hasEmptyTemplate(spec) || !KINDS.has(`${groupOf(apiVersion)}/${kind}`)) return;
    this.#watched.add(watched);
    this.#api.watch(this.#api.resourceFor(apiVersion, kind), ({ object }) => this.#note(apiVersion, kind, object));
  }

  #note(apiVersion: string, kind: string, workload: KubeObject): void {
    const namespace = workload.metadata.namespace ?? 'default';
    const generation = String(workload.metadata.generation ?? 0);
    for (const rollout of this.#rollouts.list(namespace)) {
      const ref = rollout.spec.workloadRef;
      if (ref?.apiVersion !== apiVersion || ref.kind !== kind || ref.name !== workload.metadata.name) continue;
      if (setRolloutWorkloadRefGeneration(rollout, generation) === rollout) continue;
      const patch = { metadata: { annotations: { [WORKLOAD_GENERATION_ANNOTATION]: generation } } };
      const because = workloadGeneration.because((write) => ({
        generation: write.of(workload, 'metadata.generation'),
      }));
      this.#api.patch(ROLLOUT, namespace, rollout.metadata.name ?? '', patch, { because: [because] });
    }
  }
}
