import { describe, expect, test } from 'vitest';
import { MemoryServer } from '../../../src/api/memory-server.ts';
import { applicationHealth, type JudgedResource } from '../../../src/controllers/argocd/health/application-health.ts';
import { isWorse } from '../../../src/controllers/argocd/health/health-status.ts';
import { healthOf, resourceHealth } from '../../../src/controllers/argocd/health/resource-health.ts';
import { luaNumber } from '../../../src/controllers/argocd/health/rollout-health.ts';
import { BUILT_IN_ROWS } from './built-in-health-rows.ts';
import { ANALYSIS_RUN_ROWS, EXPERIMENT_ROWS, MORE_ROLLOUT_ROWS, ROLLOUT_ROWS } from './health-rows.ts';

const api = new MemoryServer({ clock: { nowMs: () => 0 } });

describe.each([
  ['a Rollout', [...ROLLOUT_ROWS, ...MORE_ROLLOUT_ROWS]],
  ['an AnalysisRun', ANALYSIS_RUN_ROWS],
  ['an Experiment', EXPERIMENT_ROWS],
  ['kinds of Kubernetes', BUILT_IN_ROWS],
])('the health of %s', (_, rows) => {
  test.each(rows)('$name', ({ object, status, message = '' }) => {
    expect(healthOf(object)).toEqual({ status, message });
  });
});

test('objects that the API server has read are judged alike, but for a field that Argo Rollouts v1.9 has no more', () => {
  const rows = [...ROLLOUT_ROWS, ...MORE_ROLLOUT_ROWS, ...ANALYSIS_RUN_ROWS, ...EXPERIMENT_ROWS, ...BUILT_IN_ROWS];
  const different = rows.filter(({ object, status, message = '' }) => {
    const found = resourceHealth(api.decode(object));
    return found?.status !== status || found.message !== message;
  });
  expect(different.map(({ name }) => name)).toEqual(['canary/healthy_executedAllStepsPreV0.8']);
});

test('every case of the reference has a row', () => {
  // Counted in the three health_test.yaml of resource_customizations/argoproj.io at v3.5.1.
  expect([ROLLOUT_ROWS.length, ANALYSIS_RUN_ROWS.length, EXPERIMENT_ROWS.length]).toEqual([24, 11, 6]);
});

test('a ConfigMap has no health, nor has an Application inside another', () => {
  const bare = (apiVersion: string, kind: string) =>
    api.decode({ apiVersion, kind, metadata: { name: 'x' }, spec: {} });
  expect(resourceHealth(bare('v1', 'ConfigMap'))).toBeUndefined();
  expect(resourceHealth(bare('argoproj.io/v1alpha1', 'Application'))).toBeUndefined();
});

test('a number of Lua is decimal: hashes are none, unless they look like one', () => {
  expect(['12', '84ccfddd66', '8575574967', '7e2', '', ' 3 ', undefined].map(luaNumber)).toEqual([
    12,
    undefined,
    8_575_574_967,
    700,
    undefined,
    3,
    undefined,
  ]);
});

describe('the health of an Application', () => {
  const live = (row: { readonly object: Parameters<typeof api.decode>[0] } | undefined): JudgedResource => {
    if (row === undefined) throw new Error('no such row');
    return { live: api.decode(row.object), apart: false };
  };
  const healthy = live(BUILT_IN_ROWS.find(({ name }) => name === 'nginx'));
  const suspended = live(ROLLOUT_ROWS.find(({ name }) => name === 'suspended_v1.0_pausedRollout'));
  const progressing = live(BUILT_IN_ROWS.find(({ name }) => name === 'job-running'));
  const degraded = live(ROLLOUT_ROWS.find(({ name }) => name === 'degraded_abortedRollout'));
  const missing: JudgedResource = { live: undefined, apart: false };

  test.each([
    ['nothing at all', [], 'Healthy'],
    ['a paused Rollout', [healthy, suspended], 'Suspended'],
    ['a Job that runs', [suspended, progressing, healthy], 'Progressing'],
    ['the worst of all', [suspended, degraded, progressing], 'Degraded'],
    ['one object that is not there', [healthy, missing], 'Healthy'],
    ['no object that is there', [missing, missing], 'Missing'],
    ['a hook that failed', [healthy, { ...degraded, apart: true }], 'Healthy'],
  ])('of %s', (_, resources, expected) => {
    expect(applicationHealth(resources).status).toBe(expected);
  });

  test('leaves out what is annotated so', () => {
    const object = ROLLOUT_ROWS.find(({ name }) => name === 'degraded_abortedRollout')?.object ?? {};
    const annotations = { 'argocd.argoproj.io/ignore-healthcheck': 'true' };
    const ignored = api.decode({ ...object, metadata: { name: 'shop', annotations } });
    expect(applicationHealth([healthy, { live: ignored, apart: false }])).toEqual({
      status: 'Healthy',
      resources: [{ status: 'Healthy', message: '' }, undefined],
    });
  });

  test('is ordered as in the reference', () => {
    const order = ['Healthy', 'Suspended', 'Progressing', 'Missing', 'Degraded', 'Unknown'] as const;
    for (const [index, code] of order.entries()) {
      for (const [other, next] of order.entries()) expect(isWorse(code, next)).toBe(other > index);
    }
  });
});
