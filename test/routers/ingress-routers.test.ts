import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/api/json.ts';
import { INGRESS } from '../../src/api/resources.ts';
import { routerWorld, type RouterWorld } from './router-world.ts';

const path = (service: string): JsonObject => ({
  path: '/',
  pathType: 'Prefix',
  backend: { service: { name: service, port: { number: 80 } } },
});

function ingress(name: string, services: readonly string[], annotations: JsonObject = {}): JsonObject {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name, annotations },
    spec: { rules: services.map((service) => ({ host: `${service}.test`, http: { paths: [path(service)] } })) },
  };
}

const annotationsOf = ({ api }: RouterWorld, name: string): unknown =>
  api.get(INGRESS, 'store', name).metadata.annotations;

// Source: rollout/trafficrouting/nginx/nginx.go.
describe('NGINX', () => {
  const nginx = (more: JsonObject = {}): RouterWorld =>
    routerWorld({ routing: { nginx: { stableIngress: 'web', ...more } } });

  it('copies only the rules that lead to the stable Service, owned by the rollout', () => {
    const world = nginx();
    world.apply(ingress('web', ['stable', 'other'], { 'kubernetes.io/ingress.class': 'nginx', other: 'x' }));
    world.router().setWeight(10, []);
    const canary = world.api.get(INGRESS, 'store', 'shop-web-canary');
    expect(canary.spec.rules?.map(({ host }) => host)).toEqual(['stable.test']);
    expect(canary.spec.rules?.[0]?.http?.paths?.[0]?.backend.service?.name).toBe('canary');
    expect(canary.metadata.ownerReferences).toMatchObject([{ uid: world.rollout.metadata.uid, controller: true }]);
    expect(canary.metadata.annotations).toEqual({
      'kubernetes.io/ingress.class': 'nginx',
      'nginx.ingress.kubernetes.io/canary': 'true',
      'nginx.ingress.kubernetes.io/canary-weight': '10',
    });
    expect(world.events).toEqual(['CreatingCanaryIngress Creating canary ingress `shop-web-canary` with weight `10`']);
  });

  it('adds the prefix to annotations that lack it, lets full ones win, and keeps those of others', () => {
    const world = nginx({
      annotationPrefix: 'acme.io',
      additionalIngressAnnotations: { 'canary-by-header': 'a', 'acme.io/canary-by-cookie': 'b' },
      canaryIngressAnnotations: { 'acme.io/canary-by-header': 'c', plain: 'd' },
    });
    world.apply(ingress('web', ['stable']));
    world.router().setWeight(0, []);
    world.api.patch(INGRESS, 'store', 'shop-web-canary', {
      metadata: { labels: { team: 'x' }, annotations: { rancher: 'y' } },
    });
    world.router().setWeight(5, []);
    expect(annotationsOf(world, 'shop-web-canary')).toEqual({
      'acme.io/canary': 'true',
      'acme.io/canary-by-cookie': 'b',
      'acme.io/canary-by-header': 'c',
      'acme.io/canary-weight': '5',
      plain: 'd',
      rancher: 'y',
    });
    expect(world.api.get(INGRESS, 'store', 'shop-web-canary').metadata.labels).toBeUndefined();
  });

  it('says so and writes nothing when nothing changes', () => {
    const world = nginx();
    world.apply(ingress('web', ['stable']));
    world.router().setWeight(7, []);
    const before = world.api.writes;
    world.router().setWeight(7, []);
    expect(world.api.writes).toBe(before);
    expect(world.events).toHaveLength(1);
  });

  it('fails in the words of the reference', () => {
    const world = nginx();
    const failing = (): void => world.router().setWeight(1, []);
    expect(failing).toThrow(
      'error retrieving stableIngress `web` from cache: ingresses.networking.k8s.io "web" not found',
    );
    world.apply(ingress('web', ['other']));
    expect(failing).toThrow('ingress `web` has no rules using service stable backend');
    world.api.delete(INGRESS, 'store', 'web');
    world.apply(ingress('web', ['stable']));
    world.apply(ingress('shop-web-canary', ['canary']));
    expect(failing).toThrow('canary ingress `shop-web-canary` controlled by different object');
  });

  it('serves every stable Ingress', () => {
    const world = routerWorld({ routing: { nginx: { stableIngresses: ['a', 'b'] }, maxTrafficWeight: 1000 } });
    world.apply(ingress('a', ['stable']));
    world.apply(ingress('b', ['stable']));
    world.router().setWeight(250, []);
    for (const name of ['shop-a-canary', 'shop-b-canary']) {
      expect(annotationsOf(world, name)).toMatchObject({
        'nginx.ingress.kubernetes.io/canary-weight': '250',
        'nginx.ingress.kubernetes.io/canary-weight-total': '1000',
      });
    }
  });
});

// Source: rollout/trafficrouting/alb/alb.go.
describe('ALB', () => {
  const alb = (more: JsonObject = {}, others: Partial<Parameters<typeof routerWorld>[0]> = {}): RouterWorld =>
    routerWorld({ routing: { alb: { ingress: 'web', servicePort: 443, ...more } }, ...others });
  const ACTION = 'alb.ingress.kubernetes.io/actions.stable';
  const MANAGED = 'rollouts.argoproj.io/managed-alb-annotations';

  it('gives experiments their weight at the expense of stable', () => {
    const world = alb();
    world.apply(ingress('web', ['stable']));
    world.router().setWeight(20, [{ weight: 5, serviceName: 'exp' }]);
    expect(annotationsOf(world, 'web')).toEqual({
      [ACTION]:
        '{"Type":"forward","ForwardConfig":{"TargetGroups":[{"ServiceName":"canary","ServicePort":"443","Weight":20},{"ServiceName":"exp","ServicePort":"443","Weight":5},{"ServiceName":"stable","ServicePort":"443","Weight":75}]}}',
      [MANAGED]: `{"shop":["${ACTION}"]}`,
    });
  });

  it('refuses stickiness that AWS does not have', () => {
    for (const durationSeconds of [0, 604_801]) {
      const world = alb({ stickinessConfig: { enabled: true, durationSeconds } });
      world.apply(ingress('web', ['stable']));
      expect(() => world.router().setWeight(1, [])).toThrow(
        "TargetGroupStickinessConfig's duration must be between 1 and 604800 seconds (7 days)!",
      );
    }
  });

  it('stops at the first Ingress that needs nothing, so that those behind it stay as they are', () => {
    const world = alb({ ingress: '', ingresses: ['a', 'b'] });
    world.apply(ingress('a', ['stable']));
    world.apply(ingress('b', ['stable']));
    world.router().setWeight(3, []);
    world.api.patch(INGRESS, 'store', 'b', { metadata: { annotations: { [ACTION]: null } } });
    world.router().setWeight(3, []);
    expect(annotationsOf(world, 'b')).not.toHaveProperty([ACTION]);
  });

  it('merges values of one header, and puts the path of the route first', () => {
    const world = alb({}, { managedRoutes: ['second', 'first'] });
    world.apply(ingress('web', ['stable']));
    world.router().setWeight(0, []);
    const match = ['1', '2'].map((exact) => ({ headerName: 'X-A', headerValue: { exact } }));
    world.router().setHeaderRoute({ name: 'first', match });
    world.router().setHeaderRoute({ name: 'second', match: match.slice(1) });
    expect(annotationsOf(world, 'web')).toMatchObject({
      'alb.ingress.kubernetes.io/conditions.first':
        '[{"field":"http-header","httpHeaderConfig":{"httpHeaderName":"X-A","values":["1","2"]}}]',
    });
    const services = (): unknown =>
      world.api.get(INGRESS, 'store', 'web').spec.rules?.[0]?.http?.paths?.map(({ backend }) => backend.service?.name);
    expect(services()).toEqual(['second', 'first', 'stable']);
    world.router().removeManagedRoutes();
    expect(services()).toEqual(['stable']);
    expect(annotationsOf(world, 'web')).toMatchObject({ [MANAGED]: `{"shop":["${ACTION}"]}` });
    expect(world.events.at(1)).toBe(
      "PatchingALBIngress Updating Ingress `web` to headerRoute '&{%!d(string=first) [{%!d(string=X-A) <address>} {%!d(string=X-A) <address>}]}'",
    );
  });

  it('is asked for weights only when verification is switched on, and has them after its delay', () => {
    const status = { stableRS: 'old', currentPodHash: 'new', currentStepIndex: 0 };
    const canary = { steps: [{ setWeight: 20 }] };
    const off = alb({}, { status, canary });
    expect(off.router().verifyWeight(20, [])).toBeUndefined();
    const world = alb({}, { status, canary, settings: { albWeightDelayMs: 5000 } });
    world.apply(ingress('web', ['stable']));
    world.router().setWeight(20, []);
    expect(world.router().verifyWeight(20, [])).toBe(false);
    world.clock.now = 4999;
    world.router().setWeight(20, []);
    expect(world.router().verifyWeight(20, [])).toBe(false);
    world.clock.now = 5000;
    expect(world.router().verifyWeight(20, [])).toBe(true);
    expect(world.router().verifyWeight(30, [])).toBe(false);
  });
});
