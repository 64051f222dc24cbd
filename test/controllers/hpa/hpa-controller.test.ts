import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/api/json.ts';
import { HORIZONTAL_POD_AUTOSCALER, ROLLOUT } from '../../../src/api/resources.ts';
import type { HorizontalPodAutoscaler } from '../../../src/api/shape/autoscaling.ts';
import type { World } from '../../../src/world/world.ts';
import { LABELS, manifest, podTemplate, Shop } from '../deployment/shop.ts';

function autoscaler(spec: JsonObject = {}, name = 'shop'): JsonObject {
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name },
    spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'shop' }, maxReplicas: 10, ...spec },
  };
}

const cpu = (target: JsonObject): JsonObject => ({
  metrics: [{ type: 'Resource', resource: { name: 'cpu', target } }],
});

/** A shop whose pods use 40 % at first, 160 % from minute 10 to minute 20, and 20 % then. */
class BusyShop extends Shop {
  protected override change(world: World): World {
    const answers = [
      { fromMs: 0, percent: 40 },
      { fromMs: 600_000, percent: 160 },
      { fromMs: 1_200_000, percent: 20 },
    ];
    return { ...world, utilisation: { 'Deployment/shop': answers, 'Rollout/shop': answers } };
  }

  get hpa(): HorizontalPodAutoscaler {
    return this.simulation.api.get(HORIZONTAL_POD_AUTOSCALER, 'default', 'shop');
  }

  verdict(type: string): string {
    const found = this.hpa.status.conditions?.find((condition) => condition.type === type);
    return `${found?.status ?? ''} ${found?.reason ?? ''}: ${found?.message ?? ''}`;
  }

  get replicas(): number {
    return this.deployment.spec.replicas ?? 0;
  }
}

/** Source: pkg/controller/podautoscaler/horizontal.go reconcileAutoscaler. */
describe('a HorizontalPodAutoscaler', () => {
  it('follows the use of the pods, up at once and down after five minutes', () => {
    const shop = new BusyShop(manifest({ replicas: 4 }), autoscaler());
    expect(shop.until(14).hpa.status.conditions).toBeUndefined();
    expect(shop.until(590).replicas).toBe(2);
    expect(shop.messages('SuccessfulRescale')).toEqual(['New size: 2; reason: All metrics below target']);
    expect(shop.until(615).replicas).toBe(4);
    expect(shop.until(1199).replicas).toBe(10);
    expect(shop.until(1485).replicas).toBe(10);
    expect(shop.verdict('AbleToScale')).toMatch(/^True ScaleDownStabilized/);
    expect(shop.until(1530).replicas).toBe(3);
  });

  it('tells what it sees', () => {
    const shop = new BusyShop(manifest({ replicas: 4 }), autoscaler()).until(615);
    expect(shop.messages('SuccessfulRescale').at(-1)).toBe(
      'New size: 4; reason: cpu resource utilization (percentage of request) above target',
    );
    expect(shop.verdict('ScalingActive')).toBe(
      'True ValidMetricFound: the HPA was able to successfully calculate a replica count from cpu resource utilization (percentage of request)',
    );
    expect(shop.hpa.status).toMatchObject({
      currentMetrics: [
        { type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: 160, averageValue: '160m' } } },
      ],
    });
  });

  it('can aim at a value instead of a share', () => {
    const target = cpu({ type: 'AverageValue', averageValue: '20m' });
    const shop = new BusyShop(manifest({ replicas: 4 }), autoscaler(target)).until(40);
    expect(shop.replicas).toBe(8);
  });

  it('keeps to its bounds without asking any metric', () => {
    const shop = new BusyShop(manifest({ replicas: 14 }), autoscaler({ minReplicas: 5 })).until(20);
    expect(shop.messages('SuccessfulRescale')).toEqual([
      'New size: 10; reason: Current number of replicas above Spec.MaxReplicas',
    ]);
    shop.run('scale deployment/shop --replicas=2');
    expect(shop.until(40).replicas).toBe(5);
    expect(shop.messages('SuccessfulRescale').at(-1)).toBe(
      'New size: 5; reason: Current number of replicas below Spec.MinReplicas',
    );
  });

  it('leaves alone what was scaled to zero', () => {
    const shop = new BusyShop(manifest({ replicas: 0 }), autoscaler()).until(60);
    expect(shop.replicas).toBe(0);
    expect(shop.verdict('ScalingActive')).toBe(
      'False ScalingDisabled: scaling is disabled since the replica count of the target is zero',
    );
  });

  it('keeps to the policies of its behaviour', () => {
    const behavior = {
      scaleUp: { policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }] },
      scaleDown: { selectPolicy: 'Disabled' },
    };
    const shop = new BusyShop(manifest({ replicas: 3 }), autoscaler({ behavior })).until(605);
    expect(shop.replicas).toBe(4);
    expect(shop.verdict('ScalingLimited')).toMatch(/^True ScaleUpLimit/);
    expect(shop.until(650).replicas).toBe(4);
    expect(shop.until(670).replicas).toBe(5);
    const most = shop.until(1199).replicas;
    expect(shop.until(3000).replicas).toBe(most);
  });

  it('complains of what it cannot find', () => {
    const shop = new BusyShop(autoscaler()).until(20);
    expect(shop.messages('FailedGetScale')).toEqual(['deployments.apps "shop" not found']);
    expect(shop.verdict('AbleToScale')).toBe(
      'False FailedGetScale: the HPA controller was unable to get the target\'s current scale: deployments.apps "shop" not found',
    );
  });

  it('complains of pods that request nothing', () => {
    const template = { metadata: { labels: LABELS }, spec: { containers: [{ name: 'shop', image: 'shop:1' }] } };
    const shop = new BusyShop(manifest({ template }), autoscaler()).until(40);
    const [pod = ''] = shop.messages('SuccessfulCreate').map((message) => message.replace('Created pod: ', ''));
    const cause = `failed to get cpu utilization: missing request for cpu in container shop of Pod ${pod}`;
    expect(shop.messages('FailedGetResourceMetric').at(-1)).toBe(cause);
    expect(shop.messages('FailedComputeMetricsReplicas').at(-1)).toBe(
      `invalid metrics (1 invalid out of 1), first error is: failed to get cpu resource metric value: ${cause}`,
    );
    expect(shop.verdict('ScalingActive')).toBe(
      `False FailedGetResourceMetric: the HPA was unable to compute the replica count: ${cause}`,
    );
  });

  const queue = {
    metrics: [
      {
        type: 'External',
        external: { metric: { name: 'queue' }, target: { type: 'AverageValue', averageValue: '30' } },
      },
    ],
  };

  it('follows metrics of other systems by their names', () => {
    class QueueShop extends Shop {
      protected override change(world: World): World {
        const answers = [
          { fromMs: 0, value: 60 },
          { fromMs: 300_000, value: [100, 50] },
        ];
        return { ...world, metrics: { queue: answers } };
      }
    }
    const shop = new QueueShop(manifest({ replicas: 2 }), autoscaler(queue)).until(290);
    expect(shop.deployment.spec.replicas).toBe(2);
    shop.until(350);
    const sizes = shop.messages('SuccessfulRescale').map((message) => message.split(';')[0]);
    expect(sizes).toEqual(['New size: 4', 'New size: 5']);
  });

  it('says what a cluster says of metrics that nothing answers, and scales up by others alone', () => {
    const metrics = [
      { type: 'External', external: { metric: { name: 'queue' }, target: { type: 'Value', value: '30' } } },
      { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } },
    ];
    const shop = new BusyShop(manifest({ replicas: 4 }), autoscaler({ metrics })).until(590);
    expect(shop.replicas).toBe(4);
    expect(shop.messages('FailedGetExternalMetric')[0]).toBe(
      'unable to get external metric default/queue/nil: no metrics returned from external metrics API',
    );
    expect(shop.until(610).replicas).toBe(8);
  });

  it('refuses pods that another one has, too', () => {
    const shop = new BusyShop(manifest({ replicas: 4 }), autoscaler(), autoscaler({}, 'twin')).until(40);
    expect(shop.messages('AmbiguousSelector')[0]).toBe(
      'pods by selector app=shop are controlled by multiple HPAs: [{shop default} {twin default}]',
    );
    expect(shop.verdict('ScalingActive')).toMatch(/^False AmbiguousSelector/);
  });

  it('scales a rollout through its scale subresource', () => {
    const rollout = {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Rollout',
      metadata: { name: 'shop' },
      spec: {
        replicas: 4,
        selector: { matchLabels: LABELS },
        template: podTemplate('shop:1'),
        strategy: { canary: {} },
      },
    };
    const scaleTargetRef = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', name: 'shop' };
    const shop = new BusyShop(rollout, autoscaler({ scaleTargetRef })).until(590);
    const rolloutNow = (): { readonly spec: { readonly replicas?: number | undefined } } =>
      shop.simulation.api.get(ROLLOUT, 'default', 'shop');
    expect(rolloutNow().spec.replicas).toBe(2);
    expect(shop.until(640).pods).toBe(8);
  });
});
