import type { JsonObject } from '../../api/json.ts';
import type { Reference } from '../../api/reference.ts';
import { ROLLOUT } from '../../api/resources.ts';
import { getCurrentCanaryStep } from '../../api/rollouts/canary-steps.ts';
import type { Rollout } from '../../api/shape/rollout.ts';
import { type Arguments, type Command, type CommandContext, CommandError, rolloutsCommand, word } from '../command.ts';
import { forEachName } from './each-name.ts';

/** How far a promotion goes. */
export type PromotionScope = 'next' | 'full' | 'skip-current-step' | 'skip-all-steps';

/** What is sent: first the patch of the status, then that of the spec. */
export interface PromotionPatches {
  readonly status: JsonObject | undefined;
  readonly spec: JsonObject | undefined;
}

const UNPAUSE: JsonObject = { spec: { paused: false } };

/** Source: pkg/kubectl-argo-rollouts/cmd/promote/promote.go isInconclusive. */
function isInconclusive({ spec, status }: Rollout): boolean {
  return spec.strategy.canary !== undefined && status.canary.currentStepAnalysisRunStatus?.status === 'Inconclusive';
}

/** The step after the current one, or the end; undefined without steps. */
function nextStepIndex(rollout: Rollout): number | undefined {
  const { index } = getCurrentCanaryStep(rollout);
  const steps = rollout.spec.strategy.canary?.steps ?? [];
  return index !== undefined && index < steps.length ? index + 1 : index;
}

/** A plain promotion ends the pause, or skips a step: both only where an analysis was inconclusive. */
function plainStatusPatch(rollout: Rollout): JsonObject | undefined {
  const { status } = rollout;
  const isPaused = (status.pauseConditions ?? []).length > 0;
  const index = nextStepIndex(rollout);
  if (isInconclusive(rollout) && isPaused && status.controllerPause === true) {
    if (index === undefined) return undefined;
    return { status: { pauseConditions: null, controllerPause: false, currentStepIndex: index } };
  }
  if (isPaused) return { status: { pauseConditions: null } };
  return index === undefined ? undefined : { status: { pauseConditions: null, currentStepIndex: index } };
}

/**
 * The patches of a promotion. For an API server with a status subresource for Rollouts, which ours is: the unified patches of the
 * reference are for older ones.
 * Source: pkg/kubectl-argo-rollouts/cmd/promote/promote.go getPatches.
 * Example: a canary at step 2 of 5 without a pause is moved to step 3; `full` sends no status patch while the current version is
 * the stable one.
 */
function promotionPatches(reference: Reference, rollout: Rollout, scope: PromotionScope): PromotionPatches {
  const { spec, status } = rollout;
  const unpause = spec.paused === true ? UNPAUSE : undefined;
  switch (scope) {
    case 'skip-current-step': {
      const index = nextStepIndex(rollout);
      return { status: index === undefined ? undefined : { status: { currentStepIndex: index } }, spec: undefined };
    }
    case 'skip-all-steps': {
      const currentStepIndex = spec.strategy.canary?.steps?.length ?? 0;
      return { status: { status: { currentStepIndex } }, spec: undefined };
    }
    case 'full': {
      const differs = (status.currentPodHash ?? '') !== (status.stableRS ?? '');
      return {
        status: differs ? { status: { promoteFull: true } } : undefined,
        spec: reference.has('promote-full-unpauses') ? unpause : undefined,
      };
    }
    case 'next':
      return { status: plainStatusPatch(rollout), spec: unpause };
  }
}

function scopeOf(args: Arguments): PromotionScope {
  if (args.isOn('skip-current-step')) return 'skip-current-step';
  if (args.isOn('skip-all-steps')) return 'skip-all-steps';
  return args.isOn('full') ? 'full' : 'next';
}

/** Source: pkg/kubectl-argo-rollouts/cmd/promote/promote.go PromoteRollout. */
function promoteRollout({ reference, api, namespace }: CommandContext, name: string, scope: PromotionScope): void {
  const rollout = api.get(ROLLOUT, namespace, name);
  if (scope === 'skip-current-step' || scope === 'skip-all-steps') {
    const { blueGreen, canary } = rollout.spec.strategy;
    if (blueGreen !== undefined) {
      throw new CommandError('Cannot skip steps of a bluegreen rollout. Run without a flags');
    }
    if (canary !== undefined && (canary.steps ?? []).length === 0) {
      throw new CommandError('Cannot skip steps of a rollout without steps');
    }
  }
  const patches = promotionPatches(reference, rollout, scope);
  if (patches.status !== undefined) api.patch(ROLLOUT, namespace, name, patches.status, { subresource: 'status' });
  if (patches.spec !== undefined) api.patch(ROLLOUT, namespace, name, patches.spec);
}

export const promote: Command = {
  words: rolloutsCommand(word('promote')),
  about: 'Promote a rollout that is paused at a canary step or before its blue-green switch.',
  usage: 'NAME',
  least: 1,
  most: 1,
  flags: [
    { name: 'full', about: 'Skip analysis, pauses, and steps.' },
    { name: 'skip-current-step', short: 'c', about: 'Skip the current canary step (deprecated).' },
    { name: 'skip-all-steps', short: 'a', about: 'Skip the remaining canary steps (deprecated).' },
  ],
  completes: 'Rollout',
  read: (args) =>
    forEachName(args, 'Rollout', (context, name) => {
      if (args.isOn('skip-current-step') && args.isOn('skip-all-steps')) {
        throw new CommandError('Cannot use skip-current-step and skip-all-steps flags at the same time');
      }
      promoteRollout(context, name, scopeOf(args));
      context.print(`rollout '${name}' ${args.isOn('full') ? 'fully promoted' : 'promoted'}\n`);
    }),
};
