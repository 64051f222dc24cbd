import { describe, expect, it } from 'vitest';
import { evictPod } from '../../../src/api/eviction.ts';
import type { JsonObject } from '../../../src/api/json.ts';
import { POD, POD_DISRUPTION_BUDGET } from '../../../src/api/resources.ts';
import type { PodDisruptionBudgetStatus } from '../../../src/api/shape/policy.ts';
import type { World } from '../../../src/world/world.ts';
import { LABELS, manifest, podTemplate, Shop } from '../deployment/shop.ts';

function budget(spec: JsonObject, name = 'shop'): JsonObject {
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name },
    spec: { selector: { matchLabels: LABELS }, ...spec },
  };
}

class GuardedShop extends Shop {
  get budget(): PodDisruptionBudgetStatus {
    return this.simulation.api.get(POD_DISRUPTION_BUDGET, 'default', 'shop').status;
  }

  get podNames(): readonly string[] {
    return this.simulation.api.list(POD).map(({ metadata }) => metadata.name ?? '');
  }

  /** Asks for the first pods to go; how many went. */
  evict(count: number): number {
    const { api, scheduler } = this.simulation;
    let gone = 0;
    for (const name of this.podNames.slice(0, count)) {
      try {
        evictPod(api, 'default', name, scheduler.nowMs());
        gone += 1;
      } catch (error) {
        expect(error).toMatchObject({ reason: 'TooManyRequests' });
      }
    }
    this.simulation.settle();
    return gone;
  }
}

/** Source: pkg/controller/disruption/disruption.go, pkg/registry/core/pod/storage/eviction.go. */
describe('a PodDisruptionBudget', () => {
  it('counts the pods that the Deployment wants, and lets go what it can spare', () => {
    const shop = new GuardedShop(manifest({ replicas: 5 }), budget({ maxUnavailable: 2 })).until(1);
    expect(shop.budget).toMatchObject({ expectedPods: 5, desiredHealthy: 3, currentHealthy: 0, disruptionsAllowed: 0 });
    expect(shop.until(10).budget).toMatchObject({ currentHealthy: 5, disruptionsAllowed: 2 });
    expect(shop.evict(5)).toBe(2);
    expect(shop.until(11).budget).toMatchObject({ currentHealthy: 3, disruptionsAllowed: 0 });
    expect(shop.evict(1)).toBe(0);
    expect(shop.until(20).budget).toMatchObject({ currentHealthy: 5, disruptionsAllowed: 2 });
  });

  it('does not hold pods that are not running yet', () => {
    const shop = new GuardedShop(manifest({ replicas: 3 }), budget({ minAvailable: 3 })).until(1);
    expect(shop.evict(3)).toBe(3);
  });

  it('lets unready pods go while enough others are healthy, or always if told so', () => {
    const unready = (shop: GuardedShop): void => {
      const [name = ''] = shop.podNames;
      const pod = shop.simulation.api.get(POD, 'default', name);
      const conditions = (pod.status.conditions ?? []).map((each) =>
        each.type === 'Ready' ? { ...each, status: 'False' } : each,
      );
      shop.simulation.api.updateStatus(POD, { ...pod, status: { ...pod.status, conditions } });
      shop.simulation.settle();
    };
    const enough = new GuardedShop(manifest({ replicas: 4 }), budget({ minAvailable: 3 })).until(10);
    unready(enough);
    expect(enough.evict(1)).toBe(1);
    const few = new GuardedShop(manifest({ replicas: 3 }), budget({ minAvailable: 3 })).until(10);
    unready(few);
    expect(few.evict(1)).toBe(0);
    const always = new GuardedShop(
      manifest({ replicas: 3 }),
      budget({ minAvailable: 3, unhealthyPodEvictionPolicy: 'AlwaysAllow' }),
    ).until(10);
    unready(always);
    expect(always.evict(1)).toBe(1);
  });

  it('adds up the ReplicaSets of a rollout in the middle of a canary', () => {
    const rollout = {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Rollout',
      metadata: { name: 'shop' },
      spec: {
        replicas: 4,
        selector: { matchLabels: LABELS },
        template: podTemplate('shop:1'),
        strategy: { canary: { maxSurge: 1, maxUnavailable: 0, steps: [{ setWeight: 50 }, { pause: {} }] } },
      },
    };
    const shop = new GuardedShop(rollout, budget({ maxUnavailable: '50%' })).until(10);
    expect(shop.budget).toMatchObject({ expectedPods: 4, desiredHealthy: 2 });
    shop.run('argo rollouts set image shop shop=shop:2');
    expect(shop.until(11).budget.expectedPods).toBe(shop.sizes.reduce((sum, size) => sum + size, 0));
    expect(shop.budget.expectedPods).toBeGreaterThan(4);
  });

  it('allows nothing while it cannot tell', () => {
    const stray = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: 'stray',
        labels: LABELS,
        ownerReferences: [{ apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'db', uid: 'x', controller: true }],
      },
      spec: { containers: [{ name: 'shop', image: 'shop:1' }] },
    };
    const shop = new GuardedShop(stray, budget({ maxUnavailable: 1 })).until(10);
    expect(shop.messages('CalculateExpectedPodCountFailed')[0]).toBe(
      'Failed to calculate the number of expected pods: found no controllers for pod "stray"',
    );
    expect(shop.budget.conditions?.[0]).toMatchObject({ status: 'False', reason: 'SyncFailed' });
    expect(shop.evict(1)).toBe(0);
  });

  it('tells of pods that nothing controls, and of none at all', () => {
    const lone = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'lone', labels: LABELS },
      spec: { containers: [{ name: 'shop', image: 'shop:1' }] },
    };
    expect(new GuardedShop(lone, budget({ maxUnavailable: 1 })).messages('UnmanagedPods')[0]).toContain(
      '(selector: &LabelSelector{MatchLabels:map[string]string{app: shop,},MatchExpressions:[]LabelSelectorRequirement{},})',
    );
    expect(new GuardedShop(budget({ maxUnavailable: 1 })).messages('NoPods')[0]).toBe('No matching pods found');
  });

  it('that is not alone keeps its pods from being evicted at all', () => {
    const shop = new GuardedShop(manifest(), budget({ minAvailable: 1 }), budget({ minAvailable: 1 }, 'twin')).until(
      10,
    );
    const [name = ''] = shop.podNames;
    expect(() => evictPod(shop.simulation.api, 'default', name, 0)).toThrow('more than one PodDisruptionBudget');
  });
});

/** Two nodes, of which the first is drained after ten seconds. */
class DrainedShop extends GuardedShop {
  protected override change(world: World): World {
    const nodes = [{ name: 'node-a' }, { name: 'node-b' }];
    const drain = { do: 'node', node: 'node-a', what: 'drain' } as const;
    return {
      ...world,
      cluster: { ...world.cluster, nodes },
      script: [{ trigger: { atMs: 10_000 }, action: drain }],
    };
  }

  on(node: string): number {
    return this.simulation.api.list(POD).filter(({ spec }) => spec.nodeName === node).length;
  }
}

/** Source: k8s.io/kubectl/pkg/drain/drain.go evictPods. */
describe('draining a node', () => {
  it('waits for the budget, five seconds at a time', () => {
    const shop = new DrainedShop(manifest({ replicas: 4 }), budget({ maxUnavailable: 1 })).until(9);
    expect([shop.on('node-a'), shop.on('node-b')]).toEqual([2, 2]);
    expect(shop.until(10).on('node-a')).toBe(1);
    expect(shop.until(14).on('node-a')).toBe(1);
    expect(shop.until(15).on('node-a')).toBe(0);
    expect(shop.until(20).budget.currentHealthy).toBe(4);
  });

  it('takes all pods at once where nothing holds them', () => {
    expect(new DrainedShop(manifest({ replicas: 4 })).until(10).on('node-a')).toBe(0);
  });
});
