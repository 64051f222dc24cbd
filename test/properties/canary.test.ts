import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { specReplicas } from '../../src/api/rollouts/replica-sets.ts';
import { maxSurge, maxUnavailable } from '../../src/controllers/rollouts/decide/fenceposts.ts';
import { type Moment, watchMoments } from './moments.ts';
import { canaryCase, type RandomCase, worldOfRandomCase } from './random-case.ts';
import { SETTINGS, TIMEOUT_MS } from './settings.ts';

const basicCase = canaryCase.filter(({ canary }) => canary?.routed === false);
const routedCase = canaryCase.filter(({ canary }) => canary?.routed === true && !canary.dynamicStableScale);
const dynamicCase = canaryCase.filter(({ canary }) => canary?.routed === true && canary.dynamicStableScale);

function holds(cases: fc.Arbitrary<RandomCase>, look: (moment: Moment, choice: RandomCase) => void): void {
  fc.assert(
    fc.property(cases, (choice) => {
      watchMoments(worldOfRandomCase(choice), (moment) => look(moment, choice));
    }),
    SETTINGS,
  );
}

const podsFor = (weight: number, replicas: number): number => Math.ceil((weight * replicas) / 100);

/** The highest weight of the steps up to the current one; everything once the steps are through, or are skipped. */
function weightOfSteps({ rollout }: Moment): number {
  const { currentStepIndex = 0, promoteFull, stableRS, currentPodHash } = rollout.status;
  const steps = rollout.spec.strategy.canary?.steps ?? [];
  if (promoteFull === true || stableRS === currentPodHash || currentStepIndex >= steps.length) return 100;
  return Math.max(0, ...steps.slice(0, currentStepIndex + 1).map(({ setWeight }) => setWeight ?? 0));
}

/**
 * The highest weight that each version was to have since it last had nothing: an abort puts the step back to the first at once, while pods (and,
 * with dynamicStableScale, traffic) go back only as the stable side can take over. Recordings: abort-at-pause, dynamic-abort.
 */
class HighestWeights {
  readonly #byHash = new Map<string, number>();

  of(moment: Moment, hasNothing: boolean): number {
    const hash = moment.rollout.status.currentPodHash ?? '';
    const now = weightOfSteps(moment);
    const highest = Math.max(now, this.#byHash.get(hash) ?? 0);
    this.#byHash.set(hash, hasNothing ? now : highest);
    return highest;
  }
}

describe('a canary without a router', () => {
  // Source: docs/features/canary.md, "maxSurge"; utils/replicaset/canary.go CalculateReplicaCountsForBasicCanary.
  it('never asks for more pods than replicas and maxSurge', { timeout: TIMEOUT_MS }, () => {
    holds(basicCase, ({ rollout, pods, second }, { replicas }) => {
      expect(pods, `second ${second}`).toBeLessThanOrEqual(replicas + maxSurge(rollout));
    });
  });

  // Source: docs/features/canary.md, "maxUnavailable"; utils/replicaset/canary.go CalculateReplicaCountsForBasicCanary.
  it(
    'keeps replicas without maxUnavailable available once they were, while pods behave',
    { timeout: TIMEOUT_MS },
    () => {
      fc.assert(
        fc.property(basicCase, (choice) => {
          let were = false;
          watchMoments(worldOfRandomCase(choice), ({ rollout, available, second }) => {
            if (available >= choice.replicas) were = true;
            if (were)
              expect(available, `second ${second}`).toBeGreaterThanOrEqual(choice.replicas - maxUnavailable(rollout));
          });
        }),
        SETTINGS,
      );
    },
  );

  // Source: utils/replicaset/canary.go approximateWeightedCanaryStableReplicaCounts.
  it('asks for no more canary pods than the highest weight so far, rounded up', { timeout: TIMEOUT_MS }, () => {
    const property = fc.property(basicCase, (choice) => {
      const highest = new HighestWeights();
      watchMoments(worldOfRandomCase(choice), (moment) => {
        const pods = moment.current === undefined ? 0 : specReplicas(moment.current);
        const most = podsFor(highest.of(moment, pods === 0), choice.replicas);
        if (moment.current !== moment.stable) expect(pods, `second ${moment.second}`).toBeLessThanOrEqual(most);
      });
    });
    fc.assert(property, SETTINGS);
  });
});

describe('a canary behind a router', () => {
  // Source: docs/features/canary.md, "setWeight"; rollout/trafficrouting.go reconcileTrafficRouting.
  it('sends the canary no more than the highest weight so far', { timeout: TIMEOUT_MS }, () => {
    const property = fc.property(fc.oneof(routedCase, dynamicCase), (choice) => {
      const highest = new HighestWeights();
      let before = 0;
      watchMoments(worldOfRandomCase(choice), (moment) => {
        const { canary } = moment.rollout.status;
        const weight = canary.weights?.canary.weight ?? 0;
        const most = highest.of(moment, weight === 0);
        // With dynamicStableScale the traffic of a version in between stays until there are stable pods to take it: it never rises beyond the
        // step, but may be beyond it when a step, an update or an abort comes (recordings: dynamic-abort, stable-unready-mid).
        const bound = choice.canary?.dynamicStableScale === true ? Math.max(most, before) : most;
        expect(weight, `second ${moment.second}`).toBeLessThanOrEqual(bound);
        if (canary.weights !== undefined) expect(weight + canary.weights.stable.weight).toBe(100);
        before = weight;
      });
    });
    fc.assert(property, SETTINGS);
  });

  // Source: docs/features/traffic-management/index.md, "the stable ReplicaSet stays at 100%"; CalculateReplicaCountsForTrafficRoutedCanary.
  it('keeps the stable version whole', { timeout: TIMEOUT_MS }, () => {
    holds(routedCase, ({ stable, second }, { replicas }) => {
      if (stable !== undefined) expect(specReplicas(stable), `second ${second}`).toBe(replicas);
    });
  });

  // Source: docs/features/canary.md, "dynamicStableScale"; CalculateReplicaCountsForTrafficRoutedCanary.
  it(
    'with dynamicStableScale keeps the stable pods that its share of the traffic needs',
    { timeout: TIMEOUT_MS },
    () => {
      holds(dynamicCase, ({ rollout, stable, second }, { replicas }) => {
        const { weights } = rollout.status.canary;
        if (stable === undefined || weights === undefined) return;
        const needed = podsFor(weights.stable.weight, replicas);
        expect(specReplicas(stable), `second ${second}`).toBeGreaterThanOrEqual(needed);
      });
    },
  );
});
