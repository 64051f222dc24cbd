import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/api/json.ts';
import { momentsOf } from '../../src/report/moments.ts';
import { plainText } from '../../src/report/moment.ts';
import { runWorld } from '../../src/simulation/run.ts';
import { finalState, findRollout } from '../../src/timeline/facts/rollouts.ts';
import type { World } from '../../src/world/world.ts';
import { rolloutManifest, worldOf } from './worlds.ts';

const NAME = { namespace: 'default', name: 'web' };

const TEMPLATE: JsonObject = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'AnalysisTemplate',
  metadata: { name: 'rate', namespace: 'default' },
  spec: {
    metrics: [
      {
        name: 'rate',
        interval: '30s',
        successCondition: 'result[0] > 0.9',
        provider: { prometheus: { address: 'http://p', query: 'rate' } },
      },
    ],
  },
};

/** A canary with a background analysis, and another strategy beside its steps. */
function withBackground(steps: readonly JsonObject[]): JsonObject {
  const rollout = rolloutManifest(steps);
  const { spec } = rollout;
  const canary = { steps, analysis: { templates: [{ templateName: 'rate' }] } };
  return { ...rollout, spec: { ...(typeof spec === 'object' ? spec : {}), strategy: { canary } } };
}

function settling(more: Partial<World>): World {
  return {
    ...worldOf({
      manifests: [TEMPLATE, withBackground([{ setWeight: 34 }, { pause: {} }])],
      script: [
        {
          trigger: { atMs: 10_000 },
          action: { do: 'run', command: 'kubectl argo rollouts set image web web=web:2', namespace: 'default' },
        },
      ],
    }),
    until: 'settled',
    limitMs: 24 * 3_600_000,
    ...more,
  };
}

describe('a run settles when only periodic work is left', () => {
  test('measurements of a paused update go on for ever: they are watched for some minutes', () => {
    const { header } = runWorld(settling({ metrics: { rate: [{ fromMs: 0, value: [1] }] } }));
    expect(header.totals.ended).toBe('settled');
    // Until the deadline for progress is over, and five minutes more.
    expect(header.totals.endMs).toBe(910_000);
  });

  test('not before the last change of the world that a measurement can meet', () => {
    const metrics = {
      rate: [
        { fromMs: 0, value: [1] },
        { fromMs: 3_600_000, value: [0.5] },
      ],
    };
    const timeline = runWorld(settling({ metrics }));
    expect(findRollout(finalState(timeline), NAME)?.status.abort).toBe(true);
  });

  test('measurements that use up a limit are no such work', () => {
    const timeline = runWorld(settling({ metrics: { rate: [{ fromMs: 0, value: [0.5] }] } }));
    expect(findRollout(finalState(timeline), NAME)?.status.abort).toBe(true);
  });
});

test('a rollout that nothing moves any more ends the run, Progressing', () => {
  const experiment = { experiment: { templates: [{ name: 'base', specRef: 'stable' }] } };
  const timeline = runWorld(settling({ manifests: [rolloutManifest([experiment])] }));
  const { ended, endMs } = timeline.header.totals;
  expect(ended).toBe('settled');
  expect(endMs).toBeLessThan(3_600_000);
  expect(findRollout(finalState(timeline), NAME)?.status.phase).toBe('Progressing');
});

test('an event that comes again and again is one line with its number', () => {
  const missing = { experiment: { templates: [{ name: 'base', specRef: 'stable' }] } };
  const timeline = runWorld(settling({ manifests: [rolloutManifest([missing])] }));
  const event = timeline.entries.find(({ kind }) => kind === 'event');
  if (event?.kind !== 'event') throw new Error('the run has no event');
  const warnings = Array.from({ length: 9 }, (_, n) => ({
    ...event,
    type: 'Warning' as const,
    atMs: n * 1000,
    seq: n,
    reason: 'TrafficRoutingError',
    message: 'not mine',
  }));
  const lines = momentsOf({ ...timeline, entries: warnings, findings: [], analyses: [] }).flatMap(
    (moment) => moment.lines,
  );
  expect(lines.map(({ spans }) => plainText(spans))).toEqual(['TrafficRoutingError  not mine  ×9 until 8s']);
});

test('an update whose controllers wake each other without end comes to an end', () => {
  const step = {
    setCanaryScale: { replicas: 1 },
    setHeaderRoute: { name: 'h', match: [{ headerName: 't', headerValue: { exact: 'd' } }] },
    pause: {},
  };
  const service = (name: string): JsonObject => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: 'default' },
    spec: { selector: { app: 'web' }, ports: [{ port: 80 }] },
  });
  const route = {
    apiVersion: 'apisix.apache.org/v2',
    kind: 'ApisixRoute',
    metadata: { name: 'r', namespace: 'default' },
    spec: {
      http: [
        {
          name: 'x',
          match: { paths: ['/*'], methods: ['GET'] },
          backends: [
            { serviceName: 's', servicePort: 80, weight: 100 },
            { serviceName: 'c', servicePort: 80, weight: 0 },
          ],
        },
      ],
    },
  };
  const rollout = rolloutManifest([step]);
  const canary = {
    stableService: 's',
    canaryService: 'c',
    trafficRouting: { managedRoutes: [{ name: 'h' }], apisix: { route: { name: 'r', rules: ['x'] } } },
    steps: [step],
  };
  const { spec } = rollout;
  const routed = { ...rollout, spec: { ...(typeof spec === 'object' ? spec : {}), strategy: { canary } } };
  const run = (atMs: number, command: string): World['script'][number] => ({
    trigger: { atMs },
    action: { do: 'run', command, namespace: 'default' },
  });
  const timeline = runWorld(
    settling({
      manifests: [service('s'), service('c'), route, routed],
      script: [
        run(10_000, 'kubectl argo rollouts set image web web=web:2'),
        run(40_000, 'kubectl argo rollouts abort web'),
      ],
    }),
  );
  expect(findRollout(finalState(timeline), NAME)?.status.abort).toBe(true);
  expect(timeline.header.totals.reconciles).toBeLessThan(10_000);
});
