import type { ControllerEnv } from '../../api/controller.ts';
import { apiVersionOf, EXPERIMENT } from '../../api/resources.ts';
import type { ReplicaSet } from '../../api/shape/apps.ts';
import type { Service } from '../../api/shape/core.ts';
import type { Experiment, ExperimentStatus } from '../../api/shape/experiment.ts';
import type { OwnerReference } from '../../api/shape/meta.ts';

/** One reconciliation of an Experiment: what was read, and what it has come to so far. Source: experiments/experiment.go experimentContext. */
export interface ExperimentContext {
  readonly env: ControllerEnv;
  readonly experiment: Experiment;
  /** ReplicaSets and Services by the name of their template. */
  readonly replicaSets: Map<string, ReplicaSet>;
  readonly services: Map<string, Service>;
  readonly isTerminating: boolean;
  readonly enqueueAfter: (delayMs: number) => void;
  newStatus: ExperimentStatus;
}

export function namespaceOf({ experiment }: Pick<ExperimentContext, 'experiment'>): string {
  return experiment.metadata.namespace ?? 'default';
}

/** What an Experiment makes belongs to it. */
export function ownerReferences({ metadata }: Experiment): readonly OwnerReference[] {
  const { name = '', uid = '' } = metadata;
  const owner = { apiVersion: apiVersionOf(EXPERIMENT), kind: EXPERIMENT.kind, name, uid };
  return [{ ...owner, controller: true, blockOwnerDeletion: true }];
}

export function sendEvent(
  context: ExperimentContext,
  type: 'Normal' | 'Warning',
  reason: string,
  message: string,
): void {
  context.env.recorder.event(context.experiment, type, reason, message);
}
