import { ApiError, isAlreadyExists } from '../../api/errors.ts';
import { podTemplateHash } from '../../api/reference-types.ts';
import { largest, numberText, zero } from '../../api/input-functions.ts';
import type { Because, Decided, RuleInput, Write } from '../../api/reason.ts';
import { apiVersionOf, REPLICA_SET, ROLLOUT } from '../../api/resources.ts';
import {
  getRolloutCondition,
  newRolloutCondition,
  REASON,
  setRolloutCondition,
} from '../../api/rollouts/conditions.ts';
import {
  POD_TEMPLATE_HASH_LABEL,
  REVISION_ANNOTATION,
  REVISION_HISTORY_ANNOTATION,
  WORKLOAD_GENERATION_ANNOTATION,
} from '../../api/rollouts/names.ts';
import { controllerOf, revision } from '../../api/rollouts/replica-sets.ts';
import type { ReplicaSet } from '../../api/shape/apps.ts';
import type { PodTemplateMetadata } from '../../api/shape/meta.ts';
import type { Rollout, RolloutCondition } from '../../api/shape/rollout.ts';
import { namespaceOf, type RolloutContext, sendEvent } from './context.ts';
import { generateReplicaSetAffinity, ifInjectedAntiAffinityRuleNeedsUpdate } from './decide/affinity.ts';
import { isCopiedAnnotation, setNewReplicaSetAnnotations, setRolloutRevision } from './decide/annotations.ts';
import { syncReplicaSetEphemeralPodMetadata } from './decide/ephemeral-metadata.ts';
import { MESSAGE } from './decide/messages.ts';
import { maxRevision, podTemplateEqualIgnoreHash } from './decide/replica-set-lists.ts';
import { conditionOf, conditionPath } from './rules/condition-parts.ts';
import { collisionCounted } from './rules/mirrors.ts';
import { createFailed, progressCreated, progressFound } from './rules/progress.ts';
import { replicaSetAffinity, revisionNumber } from './rules/functions.ts';
import { replicasOf, REVISION, templateHashOf } from './rules/inputs.ts';
import {
  annotationCopied,
  antiAffinity,
  minReadySeconds,
  newReplicaSet,
  replicaSetRevision,
  revisionRemembered,
  rolloutRevision,
  sizeRemembered,
  workloadGeneration,
} from './rules/scaling.ts';
import { next } from './rules/status-functions.ts';
import { patchCondition } from './status.ts';
import { ownFields, resolveWorkloadRef, withoutResolvedParts } from './workload-ref.ts';

/**
 * Keeps the new ReplicaSet's revision, annotations, minReadySeconds and injected affinity up to date, then the rollout's own revision. Returns the
 * ReplicaSet in hand, as written. Source: rollout/sync.go syncReplicaSetRevision.
 */
export function syncReplicaSetRevision(context: RolloutContext): ReplicaSet | undefined {
  const { newRS, rollout, olderRSs, base } = context;
  if (newRS === undefined) return undefined;
  const newRevision = String(maxRevision(olderRSs) + 1);
  const annotated = setNewReplicaSetAnnotations(rollout, newRS, newRevision, true);
  const seconds = rollout.spec.minReadySeconds ?? 0;
  const { affinity } = newRS.spec.template.spec;
  const isCurrent =
    !annotated.changed &&
    (newRS.spec.minReadySeconds ?? 0) === seconds &&
    !ifInjectedAntiAffinityRuleNeedsUpdate(base.env.reference, affinity, rollout);
  if (!isCurrent) return updateRevision(context, annotated.replicaSet);

  setRevision(context, annotated.replicaSet.metadata.annotations?.[REVISION_ANNOTATION] ?? '', newRS);
  if (getRolloutCondition(context.rollout.status, 'Progressing') === undefined) {
    const message = MESSAGE.foundNewRS(newRS.metadata.name ?? '');
    const nowMs = base.env.clock.nowMs();
    const condition = newRolloutCondition('Progressing', 'True', REASON.foundNewReplicaSet, message, nowMs);
    const { rollout: read } = context;
    const because = progressFound.because((write) => ({
      ...conditionOf(write, read, 'Progressing', nowMs),
      name: write.of(newRS, 'metadata.name'),
    }));
    context.rollout = updateCondition(context, { value: condition, because });
    context.resolved = { template: false, selector: false };
    Object.assign(context, ownFields(context.rollout));
  }
  return annotated.replicaSet;
}

function updateRevision(context: RolloutContext, replicaSet: ReplicaSet): ReplicaSet {
  const { rollout, base } = context;
  const { template } = replicaSet.spec;
  const spec = {
    ...replicaSet.spec,
    minReadySeconds: rollout.spec.minReadySeconds,
    template: {
      ...template,
      spec: { ...template.spec, affinity: generateReplicaSetAffinity(context.base.env.reference, rollout) },
    },
  };
  return base.env.api.update(REPLICA_SET, { ...replicaSet, spec }, { because: becauseOfUpdate(context) });
}

/** What a new ReplicaSet carries from the beginning. */
function becauseOfNew(context: RolloutContext): readonly Because[] {
  const { rollout } = context;
  return [
    replicaSetRevision.because((write) => ({ highest: highestRevisionOf(write, context) })),
    sizeRemembered.because((write) => ({ replicas: replicasOf(write, rollout) })),
  ];
}

/** Why the ReplicaSet of the template is brought up to date. */
function becauseOfUpdate(context: RolloutContext): readonly Because[] {
  const { rollout, templateFrom } = context;
  const copied = Object.keys(rollout.metadata.annotations ?? {})
    .filter(isCopiedAnnotation)
    .map((key) => {
      const path = `metadata.annotations[${key}]`;
      // The generation of the workload is put in when the template is resolved, before the rollout has it.
      const read = (write: Write): RuleInput =>
        key === WORKLOAD_GENERATION_ANNOTATION
          ? numberText.of(write.of(templateFrom.object, 'metadata.generation'))
          : write.of(rollout, path);
      return annotationCopied.because((write) => ({ annotation: read(write) }), path);
    });
  return [
    ...copied,
    replicaSetRevision.because((write) => ({ highest: highestRevisionOf(write, context) })),
    revisionRemembered.because((write) => ({ revision: write.before(REVISION), history: write.before(HISTORY) })),
    minReadySeconds.because((write) => ({ seconds: write.of(rollout, 'spec.minReadySeconds') })),
    antiAffinity.because((write) => ({
      stableHash: write.of(rollout, 'status.stableRS'),
      affinity: replicaSetAffinity.of(write.of(rollout, ''), write.of(templateFrom.object, templateFrom.path)),
    })),
  ];
}

const HISTORY = `metadata.annotations[${REVISION_HISTORY_ANNOTATION}]`;

/** The highest revision of the older ReplicaSets; 0 without any. */
function highestRevisionOf(write: Write, { olderRSs }: RolloutContext): RuleInput {
  return largest.of(zero.of(), ...olderRSs.map((rs) => revisionNumber.of(write.of(rs, REVISION))));
}

/** Writes the rollout's status with one more condition; the rollout as returned. */
function updateCondition(context: RolloutContext, { value, because }: Decided<RolloutCondition>): Rollout {
  const { rollout, base } = context;
  const { status } = setRolloutCondition(rollout.status, value);
  const updated = base.env.api.updateStatus(ROLLOUT, { ...rollout, status }, { because: [because] });
  context.newRollout = updated;
  return updated;
}

/** Takes a rollout as written for the one in hand, with its template resolved anew. */
function takeOver(context: RolloutContext, updated: Rollout): void {
  const resolved = resolveWorkloadRef(context.base.env.api, updated);
  context.rollout = resolved.rollout;
  context.resolved = resolved.resolved;
  context.templateFrom = resolved.templateFrom;
  context.selectorFrom = resolved.selectorFrom;
  context.newRollout = updated;
}

/** The rollout carries the revision of its new ReplicaSet. Source: rollout/sync.go setRolloutRevision. */
function setRevision(context: RolloutContext, newRevision: string, replicaSet: ReplicaSet): void {
  const { rollout, resolved, base } = context;
  const wanted = setRolloutRevision(rollout, newRevision);
  if (wanted === rollout) return;
  const { object: workload } = context.templateFrom;
  const because = [
    rolloutRevision.because((write) => ({ revision: write.of(replicaSet, REVISION) })),
    workloadGeneration.because((write) => ({ generation: write.of(workload, 'metadata.generation') })),
  ];
  const updated = base.env.api.update(ROLLOUT, withoutResolvedParts({ rollout: wanted, resolved }), { because });
  takeOver(context, updated);
  sendEvent(context, 'Normal', REASON.rolloutUpdated, MESSAGE.rolloutUpdated(newRevision));
}

/** Metadata that the pods of a new ReplicaSet get at once: of the new side during an update, else of the stable side. */
function ephemeralMetadataOfNew({ rollout, stableRS, newRS }: RolloutContext): PodTemplateMetadata | undefined {
  const { blueGreen, canary } = rollout.spec.strategy;
  const isUpdate = stableRS !== undefined && stableRS !== newRS;
  if (canary !== undefined) return isUpdate ? canary.canaryMetadata : canary.stableMetadata;
  return isUpdate ? blueGreen?.previewMetadata : blueGreen?.activeMetadata;
}

/** The ReplicaSet of a template that has none yet, without pods. Source: rollout/sync.go createDesiredReplicaSet. */
function desiredReplicaSet(context: RolloutContext, newRevision: string): ReplicaSet {
  const { rollout } = context;
  const { template, selector, minReadySeconds } = rollout.spec;
  const hash = podTemplateHash(context.base.env.reference, template, rollout.status.collisionCount);
  const labels = { ...template.metadata.labels, [POD_TEMPLATE_HASH_LABEL]: hash };
  const matchLabels = { ...selector?.matchLabels, [POD_TEMPLATE_HASH_LABEL]: hash };
  const { name = '', uid = '', namespace } = rollout.metadata;
  const owner = { apiVersion: apiVersionOf(ROLLOUT), kind: ROLLOUT.kind, name, uid };
  const bare: ReplicaSet = {
    apiVersion: apiVersionOf(REPLICA_SET),
    kind: REPLICA_SET.kind,
    metadata: {
      name: `${name}-${hash}`,
      namespace,
      labels,
      ownerReferences: [{ ...owner, controller: true, blockOwnerDeletion: true }],
    },
    spec: {
      replicas: 0,
      minReadySeconds,
      selector: { ...selector, matchLabels },
      template: {
        metadata: { ...template.metadata, labels },
        spec: { ...template.spec, affinity: generateReplicaSetAffinity(context.base.env.reference, rollout) },
      },
    },
    status: { replicas: 0 },
  };
  const annotated = setNewReplicaSetAnnotations(rollout, bare, newRevision, false).replicaSet;
  return syncReplicaSetEphemeralPodMetadata(annotated, ephemeralMetadataOfNew(context)) ?? annotated;
}

/**
 * Makes the ReplicaSet of a new template. One of its name that belongs to the rollout and has the same template is taken; another one is a hash
 * collision, counted in the status, and tried again. Source: rollout/sync.go createDesiredReplicaSet.
 */
export function createDesiredReplicaSet(context: RolloutContext): ReplicaSet {
  const { base, rollout } = context;
  const newRevision = String(maxRevision(context.olderRSs) + 1);
  const wanted = desiredReplicaSet(context, newRevision);
  const name = wanted.metadata.name ?? '';
  const because = newReplicaSet.because((write) => ({
    rollout: write.of(rollout, 'metadata.name'),
    hash: templateHashOf(write, context),
    revision: next.of(highestRevisionOf(write, context)),
  }));
  let created: ReplicaSet;
  try {
    created = base.env.api.create(REPLICA_SET, wanted, { because: [because, ...becauseOfNew(context)] });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (!isAlreadyExists(error)) return failCreation(context, name, error);
    const existing = base.env.api.get(REPLICA_SET, namespaceOf(context), name);
    if (!isOwnWithSameTemplate(existing, rollout)) return countCollision(context, error);
    setRevision(context, newRevision, existing);
    return existing;
  }
  setRevision(context, newRevision, created);
  sendEvent(context, 'Normal', REASON.newReplicaSetCreated, MESSAGE.createdReplicaSet(name, revision(created) ?? 0));
  const nowMs = base.env.clock.nowMs();
  const message = MESSAGE.newReplicaSet(name);
  const condition = newRolloutCondition('Progressing', 'True', REASON.newReplicaSetCreated, message, nowMs);
  const { rollout: read } = context;
  const why = progressCreated.because((write) => ({
    ...conditionOf(write, read, 'Progressing', nowMs),
    name: write.of(created, 'metadata.name'),
  }));
  takeOver(context, updateCondition(context, { value: condition, because: why }));
  return created;
}

function isOwnWithSameTemplate(existing: ReplicaSet, rollout: Rollout): boolean {
  return (
    controllerOf(existing)?.uid === rollout.metadata.uid &&
    podTemplateEqualIgnoreHash(existing.spec.template, rollout.spec.template)
  );
}

function countCollision(context: RolloutContext, error: ApiError): never {
  const { rollout, base } = context;
  const status = { ...rollout.status, collisionCount: (rollout.status.collisionCount ?? 0) + 1 };
  try {
    const because = collisionCounted.because((write) => ({ was: write.of(rollout, 'status.collisionCount') }));
    base.env.api.updateStatus(ROLLOUT, { ...rollout, status }, { because: [because] });
  } catch (conflict) {
    // Whatever became of it, the creation's own error makes the rollout come back.
    if (!(conflict instanceof ApiError)) throw conflict;
  }
  throw error;
}

function failCreation(context: RolloutContext, name: string, error: ApiError): never {
  const message = MESSAGE.failedRSCreate(name, error.message);
  sendEvent(context, 'Warning', REASON.replicaSetCreateError, message);
  const nowMs = context.base.env.clock.nowMs();
  const condition = newRolloutCondition('Progressing', 'False', REASON.replicaSetCreateError, message, nowMs);
  const { rollout } = context;
  const because = createFailed.because((write) => ({
    ...conditionOf(write, rollout, 'Progressing', nowMs),
    message: write.after(`${conditionPath('Progressing')}.message`),
  }));
  patchCondition(context, rollout.status, [{ value: condition, because }]);
  throw error;
}
