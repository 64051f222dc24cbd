import { describe, expect, it } from 'vitest';
import type { Controller, ControllerEnv } from '../../../src/api/controller.ts';
import { Informer } from '../../../src/api/informer.ts';
import type { JsonObject } from '../../../src/api/json.ts';
import { MemoryServer } from '../../../src/api/memory-server.ts';
import { RateLimitedQueue } from '../../../src/api/rate-limited-queue.ts';
import { Reference } from '../../../src/api/reference.ts';
import { INGRESS, ROLLOUT } from '../../../src/api/resources.ts';
import { DestinationRuleController } from '../../../src/controllers/rollouts/destination-rule-controller.ts';
import { getRolloutIngressKeys, IngressController } from '../../../src/controllers/rollouts/ingress-controller.ts';

const clock = { nowMs: () => 0 };
const timers = { schedule: () => () => undefined };

/** Controllers for keys of Ingresses and DestinationRules over an empty cluster, and which rollouts they woke. */
function cluster() {
  const api = new MemoryServer({ clock, freeze: true });
  const env: ControllerEnv = {
    api,
    clock,
    timers,
    recorder: { event: () => undefined },
    reference: new Reference(),
    resyncPeriodMs: 0,
    retriesNotFound: false,
    newQueue: (name) => new RateLimitedQueue({ name, clock, timers, retryDelayMs: () => 0 }),
    note: () => undefined,
    missing: () => undefined,
  };
  const woken: string[] = [];
  const options = { rollouts: new Informer(api, ROLLOUT), enqueueRollout: (key: string) => woken.push(key) };
  const controllers: readonly Controller[] = [
    new IngressController(env, options),
    new DestinationRuleController(env, options),
  ];
  const work = (): readonly string[] => {
    for (const { queue, sync } of controllers.map((each) => ({
      queue: each.queue,
      sync: (key: string) => each.sync(key),
    }))) {
      for (let key = queue.get(); key !== undefined; key = queue.get()) {
        sync(key);
        queue.done(key);
      }
    }
    return woken.splice(0).sort();
  };
  const apply = (apiVersion: string, kind: string, name: string, more: JsonObject): void => {
    const object = api.decode({
      apiVersion,
      kind,
      ...more,
      metadata: { name, namespace: 'store', ...Object(more['metadata']) },
    });
    api.create(api.resourceFor(apiVersion, kind), object);
  };
  const rollout = (name: string, trafficRouting: JsonObject): void =>
    apply('argoproj.io/v1alpha1', 'Rollout', name, { spec: { strategy: { canary: { trafficRouting } } } });
  return { api, apply, rollout, work };
}

const MANAGED = 'rollouts.argoproj.io/managed-alb-annotations';
const actionKey = (service: string): string => `alb.ingress.kubernetes.io/actions.${service}`;
const action = (...targets: readonly (readonly [string, number])[]): string =>
  JSON.stringify({
    Type: 'forward',
    ForwardConfig: {
      TargetGroups: targets.map(([ServiceName, Weight]) => ({ ServiceName, ServicePort: '80', Weight })),
    },
  });

// Source: ingress/ingress.go, ingress/alb.go.
describe('ingress controller', () => {
  it('wakes rollouts that name an Ingress of class nginx, also by their canary Ingress', () => {
    const { apply, rollout, work } = cluster();
    rollout('one', { nginx: { stableIngress: 'web' } });
    rollout('two', { nginx: { stableIngresses: ['other', 'web'] } });
    rollout('three', { nginx: { stableIngress: 'else' } });
    apply('networking.k8s.io/v1', 'Ingress', 'web', { spec: { ingressClassName: 'nginx' } });
    expect(work()).toEqual(['store/one', 'store/two']);
    const annotated = {
      metadata: { annotations: { 'kubernetes.io/ingress.class': 'nginx' } },
      spec: { ingressClassName: 'x' },
    };
    apply('networking.k8s.io/v1', 'Ingress', 'one-web-canary', annotated);
    expect(work()).toEqual(['store/one']);
    apply('networking.k8s.io/v1', 'Ingress', 'else', { spec: { ingressClassName: 'traefik' } });
    expect(work()).toEqual([]);
  });

  it('wakes rollouts only by an ALB’s Ingress that they manage already', () => {
    const { api, apply, rollout, work } = cluster();
    rollout('one', { alb: { ingress: 'web', servicePort: 80 } });
    rollout('two', { alb: { ingresses: ['web'], servicePort: 80 } });
    apply('networking.k8s.io/v1', 'Ingress', 'web', { spec: { ingressClassName: 'alb' } });
    expect(work()).toEqual([]);
    api.patch(INGRESS, 'store', 'web', { metadata: { annotations: { [MANAGED]: '{"two":[]}' } } });
    expect(work()).toEqual(['store/two']);
  });

  it('takes back what rollouts that are gone left in an ALB’s Ingress', () => {
    const { api, apply, rollout, work } = cluster();
    rollout('here', { alb: { ingress: 'web', servicePort: 80 } });
    const annotations = {
      [MANAGED]: `{"gone":["${actionKey('a')}","alb.ingress.kubernetes.io/conditions.b"],"here":["${actionKey('c')}"]}`,
      [actionKey('a')]: action(['x', 30], ['a', 70]),
      [actionKey('c')]: action(['x', 1], ['c', 99]),
    };
    apply('networking.k8s.io/v1', 'Ingress', 'web', { metadata: { annotations }, spec: { ingressClassName: 'alb' } });
    expect(work()).toEqual(['store/here', 'store/here']);
    expect(api.get(INGRESS, 'store', 'web').metadata.annotations).toEqual({
      ...annotations,
      [MANAGED]: `{"here":["${actionKey('c')}"]}`,
      [actionKey('a')]: action(['a', 100]),
    });
    api.delete(ROLLOUT, 'store', 'here');
    api.patch(INGRESS, 'store', 'web', { metadata: { labels: { a: 'b' } } });
    work();
    expect(api.get(INGRESS, 'store', 'web').metadata.annotations).toEqual({
      [actionKey('a')]: action(['a', 100]),
      [actionKey('c')]: action(['c', 100]),
    });
  });

  it('writes nothing if an action cannot be taken back', () => {
    const { api, apply, work } = cluster();
    const annotations = { [MANAGED]: `{"gone":["${actionKey('a')}"]}`, [actionKey('a')]: action(['x', 30]) };
    apply('networking.k8s.io/v1', 'Ingress', 'web', { metadata: { annotations }, spec: { ingressClassName: 'alb' } });
    work();
    expect(api.get(INGRESS, 'store', 'web').metadata.annotations).toEqual(annotations);
  });

  it('knows the Ingresses of a rollout', () => {
    const { api, rollout } = cluster();
    rollout('r', {
      nginx: { stableIngress: 'a', stableIngresses: ['b'] },
      alb: { ingress: 'c', ingresses: ['d'], servicePort: 1 },
    });
    expect(getRolloutIngressKeys(api.get(ROLLOUT, 'store', 'r'))).toEqual(
      ['a', 'r-a-canary', 'b', 'r-b-canary', 'c', 'd'].map((name) => `store/${name}`),
    );
  });
});

// Source: rollout/trafficrouting/istio/controller.go.
describe('destination rule controller', () => {
  const subsets = (hash?: string): JsonObject => ({
    host: 'shop',
    subsets: [
      {
        name: 'stable',
        labels: { app: 'shop', ...(hash === undefined ? {} : { 'rollouts-pod-template-hash': hash }) },
      },
    ],
  });
  const managed = { annotations: { 'argo-rollouts.argoproj.io/managed-by-rollouts': 'shop' } };
  const destinationRule = { name: 'dr', canarySubsetName: 'canary', stableSubsetName: 'stable' };
  const V1BETA1 = 'networking.istio.io/v1beta1';

  it('wakes the rollout that manages a rule, whatever version it was written in', () => {
    const { apply, rollout, work } = cluster();
    rollout('shop', { istio: { virtualService: { name: 'vs.mesh' }, destinationRule } });
    apply(V1BETA1, 'DestinationRule', 'dr', { metadata: managed, spec: subsets('h') });
    expect(work()).toEqual(['store/shop']);
    apply(V1BETA1, 'DestinationRule', 'free', { spec: subsets() });
    expect(work()).toEqual([]);
    apply(V1BETA1, 'VirtualService', 'vs', { metadata: { namespace: 'mesh' }, spec: {} });
    expect(work()).toEqual(['store/shop']);
  });

  it('cleans a rule that its rollout no longer names, and one whose rollout is gone', () => {
    for (const routing of [undefined, { smi: {} }]) {
      const { api, apply, rollout, work } = cluster();
      if (routing !== undefined) rollout('shop', routing);
      apply(V1BETA1, 'DestinationRule', 'dr', { metadata: managed, spec: subsets('h') });
      expect(work()).toEqual([]);
      const cleaned = api.get(api.resourceFor(V1BETA1, 'DestinationRule'), 'store', 'dr');
      expect(cleaned).toMatchObject({ spec: subsets() });
      expect(cleaned.metadata.annotations).toBeUndefined();
      expect(cleaned).not.toHaveProperty(['spec', 'subsets', 0, 'labels', 'rollouts-pod-template-hash']);
    }
  });
});
