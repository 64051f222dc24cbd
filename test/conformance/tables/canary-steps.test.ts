import { describe, expect, it } from 'vitest';
import { canonical } from '../../../src/api/canonical.ts';
import { fnv32a, safeEncodeString } from '../../../src/api/hash.ts';
import { isJsonArray, type Json } from '../../../src/api/json.ts';
import {
  beforeStartingStep,
  canaryStepString,
  getCurrentCanaryStep,
  getCurrentSetWeight,
  useSetCanaryScale,
} from '../../../src/api/rollouts/canary-steps.ts';
import {
  getAbortScaleDownDelaySecondsOrDefault,
  getAnalysisRunSuccessfulHistoryLimitOrDefault,
  getAnalysisRunUnsuccessfulHistoryLimitOrDefault,
  getAutoPromotionEnabledOrDefault,
  getMaxSurgeOrDefault,
  getMaxUnavailableOrDefault,
  getProgressDeadlineSecondsOrDefault,
  getReplicasOrDefault,
  getRevisionHistoryLimitOrDefault,
  getScaleDownDelaySecondsOrDefault,
  getScaleDownRevisionLimit,
} from '../../../src/api/rollouts/defaults.ts';
import { canaryStep } from '../../../src/api/shape/canary-steps.ts';
import { atDesiredReplicaCountsForCanary } from '../../../src/controllers/rollouts/decide/canary-progress.ts';
import { getCanaryIngressAnnotationPrefixOrDefault } from '../../../src/controllers/rollouts/decide/canary-ingress.ts';
import {
  getCanaryReplicasOrWeight,
  getDesiredCanaryWeight,
} from '../../../src/controllers/rollouts/decide/canary-weight.ts';
import { checkStableRSExists } from '../../../src/controllers/rollouts/decide/replica-availability.ts';
import { canaryStepsJson, computeStepHash } from '../../../src/controllers/rollouts/decide/step-hash.ts';
import { shouldVerifyWeight } from '../../../src/controllers/rollouts/decide/traffic-weights.ts';
import { loadTable } from './load-table.ts';
import { expectRows, objectOf, replicaSetOf, replicaSetsOf, rolloutOf, shaped, weightsOf } from './objects.ts';

describe('steps, weights and defaults', () => {
  it('table weights-and-steps', () => {
    expectRows('weights-and-steps', ({ in: row, out }) => {
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
      const sized = getCanaryReplicasOrWeight(rollout, newRS, stableRS);
      const scale = useSetCanaryScale(rollout);
      const atDesired = atDesiredReplicaCountsForCanary(
        rollout,
        newRS,
        stableRS,
        replicaSetsOf(row['olderRSs']),
        weightsOf(row['weights']),
      );
      expect(out).toHaveProperty('atDesired');
      return {
        ...common,
        atDesired,
        canaryReplicas: sized.replicas ?? null,
        canaryWeight: sized.weight,
        currentSetWeight: getCurrentSetWeight(rollout),
        desiredCanaryWeight: getDesiredCanaryWeight(rollout, newRS, stableRS),
        setCanaryScale: scale === undefined ? null : { ...scale },
        shouldVerifyWeight: { at0: shouldVerifyWeight(rollout, 0), at100: shouldVerifyWeight(rollout, 100) },
      };
    });
  });

  it('table defaults', () => {
    expectRows('defaults', ({ in: row }) => {
      const rollout = rolloutOf(row['rollout']);
      const abort = getAbortScaleDownDelaySecondsOrDefault(rollout);
      return {
        abortScaleDownDelay: abort.seconds ?? null,
        abortScaleDownDelaySet: abort.wasSet,
        autoPromotionEnabled: getAutoPromotionEnabledOrDefault(rollout),
        canaryIngressAnnotationPrefix: getCanaryIngressAnnotationPrefixOrDefault(rollout),
        maxSurge: getMaxSurgeOrDefault(rollout),
        maxUnavailable: getMaxUnavailableOrDefault(rollout),
        progressDeadlineSeconds: getProgressDeadlineSecondsOrDefault(rollout),
        replicas: getReplicasOrDefault(rollout.spec.replicas),
        revisionHistoryLimit: getRevisionHistoryLimitOrDefault(rollout),
        scaleDownDelay: getScaleDownDelaySecondsOrDefault(rollout),
        scaleDownRevisionLimit: getScaleDownRevisionLimit(rollout),
        successfulRunHistoryLimit: getAnalysisRunSuccessfulHistoryLimitOrDefault(rollout),
        unsuccessfulRunHistoryLimit: getAnalysisRunUnsuccessfulHistoryLimitOrDefault(rollout),
      };
    });
  });
});

/** Rows whose plugin config is written as 1.0, 1e3 or with an escape: parsing JSON keeps the value, not its spelling. */
const SPELLED_OTHERWISE: ReadonlySet<string> = new Set(['pluginraw2', 'pluginraw4', 'pluginraw9']);

describe('table step-hash', () => {
  it.each(loadTable('step-hash').cases)('$id', ({ id, in: row, out }) => {
    const strategy = objectOf(row['strategy']);
    const written = strategy['canary'] ?? undefined;
    const steps = written === undefined ? undefined : objectOf(written)['steps'];
    const rollout = rolloutOf({ spec: { strategy } });
    const { canary } = rollout.spec.strategy;
    // An empty list is hashed as one, though the API server would drop it.
    const asWritten =
      canary !== undefined && isJsonArray(steps) && steps.length === 0
        ? { ...rollout, spec: { ...rollout.spec, strategy: { canary: { ...canary, steps: [] } } } }
        : rollout;
    if (out['normalised'] === undefined) {
      expect(computeStepHash(asWritten) ?? '').toBe(out['hash']);
      return;
    }
    const bytes = new TextEncoder().encode(String(out['normalised']));
    expect(safeEncodeString(String(fnv32a(bytes)))).toBe(out['hash']);
    expect((canary?.steps ?? []).map(canaryStepString)).toEqual(out['stepStrings']);
    if (SPELLED_OTHERWISE.has(id)) return;
    expect(computeStepHash(asWritten) ?? '').toBe(out['hash']);
    const list = asWritten.spec.strategy.canary?.steps?.map((step) => shaped(canaryStep, { ...step }));
    expect(canaryStepsJson(list)).toBe(out['normalised']);
  });
});
