import { Reference } from '../../../../src/api/reference.ts';
import { canonical } from '../../../../src/api/canonical.ts';
import type { Json } from '../../../../src/api/json.ts';
import {
  beforeStartingStep,
  getCurrentCanaryStep,
  getCurrentSetWeight,
  useSetCanaryScale,
} from '../../../../src/api/rollouts/canary-steps.ts';
import { canaryStep } from '../../../../src/api/shape/canary-steps.ts';
import { atDesiredReplicaCountsForCanary } from '../../../../src/controllers/rollouts/decide/canary-progress.ts';
import {
  getCanaryReplicasOrWeight,
  getDesiredCanaryWeight,
} from '../../../../src/controllers/rollouts/decide/canary-weight.ts';
import { checkStableRSExists } from '../../../../src/controllers/rollouts/decide/replica-availability.ts';
import { shouldVerifyWeight } from '../../../../src/api/rollouts/traffic.ts';
import { replicaSetOf, replicaSetsOf, rolloutOf, weightsOf } from '../inputs.ts';
import type { TableCheck } from './table-check.ts';

export const check: TableCheck = {
  table: 'weights-and-steps',
  compute: (row) => {
    const rollout = rolloutOf(row['rollout']);
    const newRS = replicaSetOf(row['newRS']);
    const stableRS = replicaSetOf(row['stableRS']);
    const { step, index } = getCurrentCanaryStep(rollout);
    const common: Json = {
      beforeStartingStep: beforeStartingStep(rollout),
      checkStableRSExists: checkStableRSExists(newRS, stableRS),
      currentStep: step === undefined ? null : canonical(canaryStep, step),
      currentStepIndex: index ?? null,
    };
    if (rollout.spec.strategy.canary === undefined) return common;
    const sized = getCanaryReplicasOrWeight(new Reference(), rollout, newRS, stableRS);
    const scale = useSetCanaryScale(rollout)?.scale;
    return {
      ...common,
      atDesired: atDesiredReplicaCountsForCanary(
        new Reference(),
        rollout,
        newRS,
        stableRS,
        replicaSetsOf(row['olderRSs']),
        weightsOf(row['weights']),
      ),
      canaryReplicas: sized.replicas ?? null,
      canaryWeight: sized.weight,
      currentSetWeight: getCurrentSetWeight(rollout),
      desiredCanaryWeight: getDesiredCanaryWeight(new Reference(), rollout, newRS, stableRS),
      setCanaryScale: scale === undefined ? null : { ...scale },
      shouldVerifyWeight: { at0: shouldVerifyWeight(rollout, 0), at100: shouldVerifyWeight(rollout, 100) },
    };
  },
};
