import type { ControllerEnv } from '../../api/controller.ts';
import type { Because, RuleInput, Write } from '../../api/reason.ts';
import type { Informer } from '../../api/informer.ts';
import type { AnalysisRun } from '../../api/shape/analysis.ts';
import type { ReplicaSet } from '../../api/shape/apps.ts';
import type { Experiment } from '../../api/shape/experiment.ts';
import type { Rollout, RolloutStatus } from '../../api/shape/rollout.ts';
import type { CurrentAnalysisRuns } from '../analysis/filter.ts';
import type { WeightsInHand } from './decide/new-replicas.ts';
import type { AbortInHand, PauseContext } from './decide/pause-context.ts';
import type { ReplicaSetIndex } from './replica-set-index.ts';
import { pausesCleared } from './rules/pause.ts';
import type { RouterEnv } from '../../routers/router.ts';
import type { FieldSource, ResolvedRollout } from './workload-ref.ts';

/** What every reconciliation of a rollout is given. Source: rollout/controller.go reconcilerBase. */
export interface ReconcilerBase {
  readonly env: ControllerEnv;
  readonly rollouts: Informer<Rollout>;
  readonly replicaSets: ReplicaSetIndex;
  /** Puts the rollout into its queue now. */
  readonly enqueue: (rollout: Rollout) => void;
  readonly enqueueAfter: (rollout: Rollout, delayMs: number) => void;
  /** What traffic routers see of the world. */
  readonly routers: RouterEnv;
}

/**
 * One reconciliation: what was read when it began, and what it has come to so far. ReplicaSets and Services in hand stay as they were listed,
 * also after a write, as the reference's cached objects do: a second write from the same state is a conflict. Source: rollout/context.go
 * rolloutContext.
 */
export interface RolloutContext {
  readonly base: ReconcilerBase;
  /** Where the pod template comes from, if not from the rollout itself. */
  resolved: ResolvedRollout['resolved'];
  templateFrom: FieldSource;
  selectorFrom: FieldSource;
  /** The rollout with its template resolved. */
  rollout: Rollout;
  /** The rollout as the last write returned it: goes back into the informer's cache when all went well. */
  newRollout: Rollout | undefined;
  /** The ReplicaSet of the template; undefined until it is made. */
  newRS: ReplicaSet | undefined;
  /** The one that an abort goes back to; equal to `newRS` when fully promoted. */
  stableRS: ReplicaSet | undefined;
  allRSs: readonly ReplicaSet[];
  /** All but the new one. */
  olderRSs: readonly ReplicaSet[];
  /** Neither new nor stable. */
  otherRSs: readonly ReplicaSet[];
  currentArs: CurrentAnalysisRuns;
  otherArs: readonly AnalysisRun[];
  currentEx: Experiment | undefined;
  otherExs: readonly Experiment[];
  newStatus: RolloutStatus;
  pause: PauseContext;
  /** Whether the new ReplicaSet had a scale-down deadline that was not over when the pass began. */
  readonly newRSWithinDelay: boolean;
  /** The canary's weight that this pass asks its routers for, as reasons read it; undefined before it is decided. */
  trafficWeight: ((write: Write) => RuleInput) | undefined;
  /** Why fields of `newStatus` are what they are, in the order of the decisions. */
  readonly statusBecause: Because[];
}

/** The traffic weights that this pass has come to, for sizes that follow them. */
export function weightsInHand({ newStatus, rollout, trafficWeight }: RolloutContext): WeightsInHand | undefined {
  const { weights } = newStatus.canary;
  if (weights === undefined) return undefined;
  const stored = (write: Write, side: 'canary' | 'stable'): RuleInput =>
    write.of(rollout, `status.canary.weights.${side}.weight`);
  return { weights, read: (write, side) => (side === 'canary' && trafficWeight?.(write)) || stored(write, side) };
}

export function namespaceOf(context: RolloutContext): string {
  return context.rollout.metadata.namespace ?? 'default';
}

/** Sends a Kubernetes event about the rollout. */
export function sendEvent(context: RolloutContext, type: 'Normal' | 'Warning', reason: string, message: string): void {
  context.base.env.recorder.event(context.rollout, type, reason, message);
}

/** Adds to what the reconciliation asks for about pause and abort. */
export function changePause(
  context: RolloutContext,
  change: Partial<Omit<PauseContext, 'because'>>,
  because: readonly Because[] = [],
): void {
  const { pause } = context;
  context.pause = { ...pause, ...change, because: [...pause.because, ...because] };
}

/** Source: rollout/pause.go AddPauseCondition. */
export function addPauseCondition(context: RolloutContext, reason: string, because: Because): void {
  changePause(context, { addPauseReasons: [...context.pause.addPauseReasons, reason] }, [because]);
}

/** Source: rollout/pause.go RemovePauseCondition. */
export function removePauseCondition(context: RolloutContext, reason: string, because: Because): void {
  changePause(context, { removePauseReasons: [...context.pause.removePauseReasons, reason] }, [because]);
}

/** No pause and no abort stays: the version is promoted, or another update begins. */
export function clearPauseAndAbort(context: RolloutContext): void {
  const because = pausesCleared.because((write) => ({ hash: write.after('status.currentPodHash') }));
  changePause(context, { clearPauseConditions: true, removeAbort: true }, [because]);
}

/** Source: rollout/pause.go AddAbort. */
export function addAbort(context: RolloutContext, abort: AbortInHand, because: Because): void {
  changePause(context, { addAbort: true, abort }, [because]);
}
