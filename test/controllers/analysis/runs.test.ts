import { describe, expect, it } from 'vitest';
import { MemoryServer } from '../../../src/api/memory-server.ts';
import { ANALYSIS_RUN, ANALYSIS_TEMPLATE, CLUSTER_ANALYSIS_TEMPLATE } from '../../../src/api/resources.ts';
import type { AnalysisRun } from '../../../src/api/shape/analysis.ts';
import type { ReplicaSet } from '../../../src/api/shape/apps.ts';
import type { JsonObject } from '../../../src/api/json.ts';
import { currentRolloutRuns, currentRunsList, runsToDelete } from '../../../src/controllers/analysis/filter.ts';
import { stepLabels } from '../../../src/controllers/analysis/labels.ts';
import { createWithCollisionCounter, newRun } from '../../../src/controllers/analysis/new-run.ts';
import { referencedTemplates } from '../../../src/controllers/analysis/referenced-templates.ts';
import { rolloutOf } from '../../conformance/tables/inputs.ts';
import { storedRun } from './life.ts';

const server = (): MemoryServer => new MemoryServer({ clock: { nowMs: () => 0 }, freeze: true });
const metrics = [{ name: 'm', provider: { prometheus: { address: 'http://p', query: 'x' } } }];

function ownedRun(uid: string, spec: JsonObject = {}): AnalysisRun {
  const owner = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', name: 'shop', uid, controller: true };
  return storedRun({
    metadata: { name: 'shop-1', namespace: 'default', ownerReferences: [owner] },
    spec: { metrics, ...spec },
  });
}

describe('names of runs', () => {
  // Source: utils/analysis/helpers.go CreateWithCollisionCounter.
  it('are counted up past runs that are another', () => {
    const api = server();
    expect(createWithCollisionCounter(api, ownedRun('u1')).metadata.name).toBe('shop-1');
    expect(createWithCollisionCounter(api, ownedRun('u2')).metadata.name).toBe('shop-1.1');
    expect(createWithCollisionCounter(api, ownedRun('u1', { args: [{ name: 'a', value: '1' }] })).metadata.name).toBe(
      'shop-1.2',
    );
  });

  it('are taken for the same run while it is not complete', () => {
    const api = server();
    const first = createWithCollisionCounter(api, ownedRun('u1'));
    expect(createWithCollisionCounter(api, ownedRun('u1')).metadata.uid).toBe(first.metadata.uid);
    api.patch(ANALYSIS_RUN, 'default', 'shop-1', { status: { phase: 'Successful' } });
    expect(createWithCollisionCounter(api, ownedRun('u1')).metadata.name).toBe('shop-1.1');
  });

  it('need an owner', () => {
    expect(() => createWithCollisionCounter(server(), newRun({ name: 'x' }, { metrics: null }))).toThrow(
      'Supplied run does not have an owner reference',
    );
  });
});

describe('templates that name templates', () => {
  const template = (name: string, names: readonly string[], clusterScope: boolean): JsonObject => ({
    metadata: { name, ...(clusterScope ? {} : { namespace: 'default' }) },
    spec: { metrics: [], templates: names.map((templateName) => ({ templateName, clusterScope: templateName < 'm' })) },
  });

  function apiWith(templates: Readonly<Record<string, readonly string[]>>): MemoryServer {
    const api = server();
    for (const [name, names] of Object.entries(templates)) {
      const isCluster = name < 'm';
      const resource = isCluster ? CLUSTER_ANALYSIS_TEMPLATE : ANALYSIS_TEMPLATE;
      const kind = { apiVersion: 'argoproj.io/v1alpha1', kind: resource.kind };
      const object = api.decode({ ...kind, ...template(name, names, isCluster) });
      api.create(api.resourceFor(kind.apiVersion, kind.kind), object);
    }
    return api;
  }

  it('are gathered depth first, every one once', () => {
    const api = apiWith({ x: ['a', 'y'], y: ['a'], a: ['b'], b: [] });
    const found = referencedTemplates(api, 'default', [{ templateName: 'x' }, { templateName: 'y' }]);
    expect(found.templates.map(({ metadata }) => metadata.name)).toEqual(['x', 'y']);
    expect(found.clusterTemplates.map(({ metadata }) => metadata.name)).toEqual(['a', 'b']);
  });

  it('are missed in the words of the listers', () => {
    const refs = [{ templateName: 'x' }];
    expect(() => referencedTemplates(apiWith({}), 'default', refs)).toThrow(
      'analysistemplate.argoproj.io "x" not found',
    );
    expect(() => referencedTemplates(apiWith({ x: ['a'] }), 'default', refs)).toThrow(
      'clusteranalysistemplate.argoproj.io "a" not found',
    );
  });

  it('are refused in a circle, where the reference never comes to an end', () => {
    const api = apiWith({ x: ['y'], y: ['x'] });
    expect(() => referencedTemplates(api, 'default', [{ templateName: 'x' }])).toThrow(
      'in a circle: AnalysisTemplate x',
    );
  });
});

describe('the runs of a rollout', () => {
  const run = (name: string, phase: string, second: number, hash?: string): AnalysisRun =>
    storedRun({
      metadata: {
        name,
        creationTimestamp: `2026-01-01T00:00:${String(second).padStart(2, '0')}Z`,
        ...(hash === undefined ? {} : { labels: { ...stepLabels(0, hash, '') } }),
      },
      spec: { metrics },
      status: { phase },
    });
  const replicaSet = (hash: string, deletionTimestamp?: string): ReplicaSet => ({
    metadata: { labels: { 'rollouts-pod-template-hash': hash }, deletionTimestamp },
    spec: { selector: null, template: { metadata: {}, spec: { containers: null } } },
    status: { replicas: 0 },
  });
  const names = (runs: readonly AnalysisRun[]): readonly (string | undefined)[] =>
    runs.map(({ metadata }) => metadata.name);

  // Source: utils/analysis/filter.go FilterAnalysisRunsToDelete.
  it('go when they are too many or their ReplicaSet is gone, youngest kept', () => {
    const runs = [
      run('s1', 'Successful', 1, 'a'),
      run('s2', 'Successful', 2, 'a'),
      run('f1', 'Failed', 3, 'a'),
      run('e1', 'Error', 4, 'a'),
      run('going', 'Successful', 5, 'b'),
      run('gone', 'Running', 6, 'c'),
      run('unlabelled', 'Running', 7),
      run('running', 'Running', 0, 'a'),
    ];
    const replicaSets = [replicaSet('a'), replicaSet('b', '2026-01-01T00:00:09Z')];
    const gone = runsToDelete(runs, replicaSets, { successful: 1, unsuccessful: 1 });
    expect(names(gone)).toEqual(['unlabelled', 'gone', 'going', 'f1', 's1']);
    expect(names(runsToDelete(runs.slice(0, 4), replicaSets, { successful: 5, unsuccessful: 5 }))).toEqual([]);
  });

  // Source: utils/analysis/filter.go FilterCurrentRolloutAnalysisRuns.
  it('are current if the status names them', () => {
    const rollout = rolloutOf({
      metadata: { name: 'shop' },
      spec: {},
      status: {
        canary: { currentStepAnalysisRunStatus: { name: 's1', status: 'Running' } },
        blueGreen: { prePromotionAnalysisRunStatus: { name: 'f1', status: 'Failed' } },
      },
    });
    const runs = [run('s1', 'Running', 1, 'a'), run('f1', 'Failed', 2, 'a'), run('x', 'Error', 3, 'a')];
    const { current, others } = currentRolloutRuns(runs, rollout);
    expect(names(currentRunsList(current))).toEqual(['f1', 's1']);
    expect(names(others)).toEqual(['x']);
  });
});
