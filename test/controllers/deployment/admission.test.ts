import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/api/json.ts';
import { admitDefaults } from '../../../src/api/defaults/workloads.ts';
import { type Admission, MemoryServer } from '../../../src/api/memory-server.ts';
import { DEPLOYMENT } from '../../../src/api/resources.ts';
import { admitWorkloads } from '../../../src/controllers/deployment/admission.ts';
import { TestClock } from '../../api/test-clock.ts';
import { manifest, podTemplate, Shop } from './shop.ts';

const admit: Admission = (resource, wanted, current) =>
  admitWorkloads(resource, admitDefaults(resource, wanted, current), current);

function create(object: JsonObject): string {
  const api = new MemoryServer({ clock: new TestClock(0), admit });
  try {
    api.create(api.resourceFor('apps/v1', String(object['kind'])), api.decode(object));
    return 'created';
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
}

/** Source: pkg/apis/apps/v1/defaults.go, pkg/apis/apps/validation/validation.go, pkg/registry/apps/deployment/strategy.go. */
describe('a Deployment at the API server', () => {
  it('gets its defaults', () => {
    const { spec } = new Shop(manifest({ replicas: undefined })).deployment;
    expect(spec).toMatchObject({
      replicas: 1,
      revisionHistoryLimit: 10,
      progressDeadlineSeconds: 600,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } },
    });
  });

  it('that is recreated has no rolling update', () => {
    expect(new Shop(manifest({ strategy: { type: 'Recreate' } })).deployment.spec.strategy).toEqual({
      type: 'Recreate',
    });
  });

  const rolling = (rollingUpdate: JsonObject): JsonObject =>
    manifest({ strategy: { type: 'RollingUpdate', rollingUpdate } });
  const invalid = (text: string): string => `Deployment.apps "shop" is invalid: ${text}`;

  it.each<[string, JsonObject, string]>([
    ['is created', manifest(), 'created'],
    [
      'needs fences that let it move',
      rolling({ maxSurge: 0, maxUnavailable: '0%' }),
      invalid('spec.strategy.rollingUpdate.maxUnavailable: Invalid value: "0%": may not be 0 when `maxSurge` is 0'),
    ],
    [
      'keeps at most all pods away',
      rolling({ maxUnavailable: '150%' }),
      invalid('spec.strategy.rollingUpdate.maxUnavailable: Invalid value: "150%": must not be greater than 100%'),
    ],
    [
      'has no negative surge',
      rolling({ maxSurge: -1 }),
      invalid('spec.strategy.rollingUpdate.maxSurge: Invalid value: -1: must be greater than or equal to 0'),
    ],
    ['may surge beyond all', rolling({ maxSurge: '250%' }), 'created'],
    [
      'has a strategy that is known',
      manifest({ strategy: { type: 'Canary' } }),
      invalid('spec.strategy: Unsupported value: "Canary": supported values: "Recreate", "RollingUpdate"'),
    ],
    [
      'has more time for progress than for one pod',
      manifest({ minReadySeconds: 10, progressDeadlineSeconds: 10 }),
      invalid('spec.progressDeadlineSeconds: Invalid value: 10: must be greater than minReadySeconds'),
    ],
    [
      'selects something',
      manifest({ selector: undefined }),
      invalid(
        '[spec.selector: Required value, spec.template.metadata.labels: Invalid value: {"app":"shop"}: `selector` does not match template `labels`]',
      ),
    ],
    [
      'selects its own pods',
      manifest({ selector: { matchLabels: { app: 'other' } } }),
      invalid(
        'spec.template.metadata.labels: Invalid value: {"app":"shop"}: `selector` does not match template `labels`',
      ),
    ],
    [
      'has a name',
      manifest({}, { name: 'Shop' }),
      `Deployment.apps "Shop" is invalid: metadata.name: Invalid value: "Shop": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')`,
    ],
    [
      'is several things at once',
      manifest({ replicas: -1, revisionHistoryLimit: -2 }),
      invalid(
        '[spec.replicas: Invalid value: -1: must be greater than or equal to 0, spec.revisionHistoryLimit: Invalid value: -2: must be greater than or equal to 0]',
      ),
    ],
  ])('%s', (_what, object, answer) => {
    expect(create(object).replaceAll('\\.', '\\\\.')).toBe(answer);
  });

  it('is refused with a selector that cannot be read', () => {
    const selector = { matchExpressions: [{ key: 'app', operator: 'Like', values: ['shop'] }] };
    expect(create(manifest({ selector }))).toContain('spec.selector: Invalid value');
  });

  it('keeps its selector', () => {
    const shop = new Shop(manifest());
    const change = { matchLabels: { app: 'shop', tier: 'web' } };
    const template = { ...podTemplate('shop:1'), metadata: { labels: change.matchLabels } };
    expect(() => shop.patch({ spec: { selector: change, template } })).toThrow(
      'spec.selector: Invalid value: {"matchLabels":{"app":"shop","tier":"web"}}: field is immutable',
    );
  });

  it('has a new generation for new annotations, but not for those that its controller writes with the status', () => {
    const shop = new Shop(manifest()).until(10);
    expect(shop.deployment.metadata).toMatchObject({
      generation: 1,
      annotations: { 'deployment.kubernetes.io/revision': '1' },
    });
    shop.patch({ metadata: { annotations: { owner: 'team' } } });
    expect(shop.deployment.metadata.generation).toBe(2);
    shop.patch({ metadata: { labels: { tier: 'web' } } });
    expect(shop.deployment.metadata.generation).toBe(2);
  });
});

describe('a ReplicaSet at the API server', () => {
  it('is checked, too', () => {
    const replicaSet = {
      ...manifest({ replicas: -1, selector: { matchLabels: { app: 'other' } } }),
      kind: 'ReplicaSet',
    };
    expect(create(replicaSet)).toBe(
      'ReplicaSet.apps "shop" is invalid: [spec.replicas: Invalid value: -1: must be greater than or equal to 0, spec.template.metadata.labels: Invalid value: {"app":"shop"}: `selector` does not match template `labels`]',
    );
  });

  it('asks for one pod unless told otherwise', () => {
    const api = new MemoryServer({ clock: new TestClock(0), admit });
    const replicaSet = { ...manifest({ replicas: undefined }), kind: 'ReplicaSet' };
    const created = api.create(api.resourceFor('apps/v1', 'ReplicaSet'), api.decode(replicaSet));
    expect(created).toMatchObject({ spec: { replicas: 1, template: { spec: { restartPolicy: 'Always' } } } });
  });
});

describe('a status written by a plain client', () => {
  it('changes nothing but status and annotations', () => {
    const { api } = new Shop(manifest()).simulation;
    const before = api.get(DEPLOYMENT, 'default', 'shop');
    const { metadata, spec } = before;
    const after = api.updateStatus(DEPLOYMENT, {
      ...before,
      metadata: { ...metadata, labels: { tier: 'web' }, annotations: { note: 'seen' } },
      spec: { ...spec, replicas: 9 },
      status: { observedGeneration: 7 },
    });
    expect(after.metadata.labels).toBeUndefined();
    expect(after.metadata.annotations).toEqual({ note: 'seen' });
    expect(after.spec).toBe(before.spec);
    expect(after.status).toEqual({ observedGeneration: 7 });
    expect(after.metadata.generation).toBe(1);
  });
});
