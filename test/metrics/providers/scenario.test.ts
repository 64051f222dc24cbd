import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../src/api/json.ts';
import { ANALYSIS_RUN, ROLLOUT } from '../../../src/api/resources.ts';
import { loadScenario } from '../../../src/scenario/load-scenario.ts';
import { Simulation } from '../../../src/simulation/simulation.ts';
import { memoryFiles } from '../../scenario/disk-files.ts';
import { EXAMPLES } from './examples.ts';

const MINUTES_5_MS = 300_000;

const rollout = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Rollout',
  metadata: { name: 'shop' },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: 'shop' } },
    strategy: { canary: { steps: [{ setWeight: 50 }, { analysis: { templates: [{ templateName: 'check' }] } }] } },
    template: {
      metadata: { labels: { app: 'shop' } },
      spec: { containers: [{ name: 'shop', image: 'shop:v1' }] },
    },
  },
};

/** The state in which a scenario ends whose canary is checked by a metric. */
function ends(metric: JsonObject, spec: JsonObject): Simulation {
  const template = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AnalysisTemplate',
    metadata: { name: 'check' },
    spec: { metrics: [{ name: 'm', ...metric }] },
  };
  const scenario = {
    apiVersion: 'rehearse.dev/v1',
    kind: 'Scenario',
    metadata: { name: 'providers' },
    spec: {
      until: '5m',
      manifests: ['rollout.yaml', 'template.yaml'],
      script: [{ at: '20s', run: 'kubectl argo rollouts set image shop shop=shop:v2' }],
      ...spec,
    },
  };
  const files = memoryFiles({
    'scenario.yaml': JSON.stringify(scenario),
    'rollout.yaml': JSON.stringify(rollout),
    'template.yaml': JSON.stringify(template),
  });
  const { rehearsal, diagnostics } = loadScenario(files, 'scenario.yaml');
  expect(diagnostics).toEqual([]);
  if (rehearsal === undefined) throw new Error('the scenario does not load');
  const simulation = new Simulation(rehearsal.world);
  simulation.start();
  while (simulation.step(rehearsal.world.epochMs + MINUTES_5_MS));
  return simulation;
}

function outcome(simulation: Simulation): Json {
  const [run] = simulation.api.list(ANALYSIS_RUN);
  const { phase, stableRS } = simulation.api.get(ROLLOUT, 'default', 'shop').status;
  const measurement = run?.status.metricResults?.[0]?.measurements?.[0];
  return [run?.status.phase ?? '', measurement?.value ?? '', phase ?? '', stableRS === undefined ? 'none' : 'stable'];
}

describe('a template of each provider runs from a scenario', () => {
  it.each(Object.entries(EXAMPLES))('%s', (_name, { provider, answer, successCondition, value }) => {
    const simulation = ends({ provider, successCondition }, { metrics: { m: answer } });
    expect(outcome(simulation)).toEqual(['Successful', value, 'Healthy', 'stable']);
  });

  it('Kayenta', () => {
    const kayenta = {
      address: 'http://kayenta',
      application: 'shop',
      canaryConfigName: 'config',
      metricsAccountName: 'metrics',
      configurationAccountName: 'configuration',
      storageAccountName: 'storage',
      threshold: { pass: 80, marginal: 60 },
      scopes: [],
    };
    expect(outcome(ends({ provider: { kayenta } }, { metrics: { m: 91.5 } }))).toEqual([
      'Successful',
      '91',
      'Healthy',
      'stable',
    ]);
  });

  it('a Job', () => {
    const job = { spec: { template: { spec: { containers: [{ name: 'probe', image: 'probe:1' }] } } } };
    const failing = ends({ provider: { job } }, { jobs: { m: { runs: '15s', fails: true } } });
    expect(outcome(failing)).toEqual(['Failed', '', 'Degraded', 'stable']);
    expect(outcome(ends({ provider: { job } }, { jobs: { m: { runs: '15s' } } }))).toEqual([
      'Successful',
      '',
      'Healthy',
      'stable',
    ]);
  });
});
