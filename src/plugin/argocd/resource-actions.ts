import type { JsonObject } from '../../api/json.ts';
import { formatTime } from '../../api/times.ts';
import type { AnalysisRun } from '../../api/shape/analysis.ts';
import type { Rollout } from '../../api/shape/rollout.ts';
import { own } from '../../text/own.ts';

/** What an action changes: of the object, and of its status. */
export interface ActionPatch {
  readonly spec?: JsonObject;
  readonly status?: JsonObject;
}

/** An action as the user interface offers it. */
export interface OfferedAction {
  readonly name: string;
  readonly disabled: boolean;
}

type RolloutAction = (rollout: Rollout, nowMs: number) => ActionPatch;

/** Source: resource_customizations/argoproj.io/Rollout/actions, each action.lua */
const ROLLOUT_ACTIONS: Readonly<Record<string, RolloutAction>> = {
  restart: (_, nowMs) => ({ spec: { restartAt: formatTime(nowMs) } }),
  resume: ({ spec, status }) => ({
    ...((status.pauseConditions ?? []).length > 0 ? { status: { pauseConditions: null } } : {}),
    ...(spec.paused === true ? { spec: { paused: false } } : {}),
  }),
  abort: () => ({ status: { abort: true } }),
  retry: () => ({ status: { abort: null } }),
  pause: () => ({ spec: { paused: true } }),
  'promote-full': (rollout) => (isLegacy(rollout) ? legacyPromotion(rollout) : { status: { promoteFull: true } }),
  'skip-current-step': ({ spec, status }) => {
    const { length } = spec.strategy.canary?.steps ?? [];
    const step = status.currentStepIndex ?? 0;
    if (step >= length) return {};
    const pauses = (status.pauseConditions ?? []).length > 0 ? { pauseConditions: null } : {};
    return { status: { ...pauses, currentStepIndex: step + 1 } };
  },
};

/** Before v0.10 the observed generation was a hash. Source: resource_customizations/argoproj.io/Rollout/actions/promote-full/action.lua */
function isLegacy({ status, metadata }: Rollout): boolean {
  const observed = status.observedGeneration ?? '';
  return !/^\d+$/.test(observed) || Number(observed) > (metadata.generation ?? 0);
}

function legacyPromotion({ spec }: Rollout): ActionPatch {
  const steps = spec.strategy.canary?.steps;
  return { status: { abort: null, ...(steps === undefined ? {} : { currentStepIndex: steps.length }) } };
}

/** What an action does to a Rollout; undefined if there is no such action. Actions that are not offered can be run all the same. */
export function rolloutAction(name: string, rollout: Rollout, nowMs: number): ActionPatch | undefined {
  return own(ROLLOUT_ACTIONS, name)?.(rollout, nowMs);
}

/**
 * The actions that a Rollout offers now. Source: resource_customizations/argoproj.io/Rollout/actions/discovery.lua
 */
export function rolloutActions(rollout: Rollout): readonly OfferedAction[] {
  const { spec, status } = rollout;
  const paused = status.pauseConditions === undefined ? spec.paused === true : status.pauseConditions.length > 0;
  const promoted = status.currentPodHash === status.stableRS;
  const aborted = status.abort === true;
  const steps = spec.strategy.canary?.steps;
  return [
    { name: 'restart', disabled: false },
    { name: 'resume', disabled: !paused },
    { name: 'abort', disabled: promoted || aborted },
    { name: 'retry', disabled: promoted || !aborted },
    { name: 'pause', disabled: promoted || aborted || spec.paused === true },
    { name: 'promote-full', disabled: promoted || (isLegacy(rollout) && spec.strategy.blueGreen !== undefined) },
    { name: 'skip-current-step', disabled: steps === undefined || status.currentStepIndex === steps.length },
  ];
}

/** Source: resource_customizations/argoproj.io/AnalysisRun/actions */
export function analysisRunAction(name: string): ActionPatch | undefined {
  return name === 'terminate' ? { spec: { terminate: true } } : undefined;
}

const ENDED: readonly string[] = ['Successful', 'Failed', 'Error', 'Inconclusive'];

export function analysisRunActions({ spec, status }: AnalysisRun): readonly OfferedAction[] {
  return [{ name: 'terminate', disabled: spec.terminate === true || ENDED.includes(status.phase ?? '') }];
}
