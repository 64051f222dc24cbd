import { describe, expect, test } from 'vitest';
import { outcomeWords } from '../../../src/report/outcome-words.ts';
import { loadRehearsal } from '../../../src/scenario/load-rehearsal.ts';
import { judgementOf } from '../../../src/session/judgement.ts';
import { rehearse } from '../../../src/session/run.ts';
import { outcomeOf, type RunOutcome } from '../../../src/timeline/facts/outcome.ts';
import type { Timeline } from '../../../src/timeline/timeline.ts';
import { memoryFiles } from '../../scenario/disk-files.ts';

const rollout = (strategy: string, spec = ''): string => `apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: { name: shop }
spec:
  replicas: 2
  selector: { matchLabels: { app: shop } }
  template: { metadata: { labels: { app: shop } }, spec: { containers: [{ name: app, image: "shop:v1" }] } }
  strategy: ${strategy}
${spec}`;

const TEMPLATE = `---
apiVersion: argoproj.io/v1alpha1
kind: AnalysisTemplate
metadata: { name: rate }
spec: { metrics: [{ name: rate, provider: { prometheus: { address: "http://p", query: rate } } }] }
`;

/** Manifests alone, with a new image. */
function bare(manifests: string, promote: 'auto' | 'never' = 'auto'): Timeline {
  const files = memoryFiles({ 'all.yaml': manifests });
  const { rehearsal, diagnostics } = loadRehearsal(files, ['all.yaml'], { setImage: ['app=shop:v2'], promote });
  if (rehearsal === undefined) throw new Error(JSON.stringify(diagnostics.map(({ message }) => message)));
  return rehearse(rehearsal);
}

const STEPS = '{ canary: { steps: [{ setWeight: 50 }, { pause: {} }] } }';

describe('manifests alone', () => {
  test('pass when every workload ends complete', () => {
    const timeline = bare(rollout(STEPS));
    expect(outcomeOf(timeline).workloads).toMatchObject([
      { kind: 'Rollout', name: 'shop', end: 'complete', reason: '' },
    ]);
    expect(judgementOf(timeline)).toEqual({ passed: true });
  });

  test('pass when the update waits for a person, as it was written', () => {
    const timeline = bare(rollout(STEPS), 'never');
    expect(outcomeOf(timeline)).toMatchObject({ level: 'warning', workloads: [{ end: 'paused' }] });
    expect(judgementOf(timeline).passed).toBe(true);
  });

  test.each([
    [
      'invalid',
      rollout('{ canary: { canaryService: none, stableService: none } }'),
      'InvalidSpec: The Rollout "shop" is invalid',
    ],
    [
      'aborted',
      rollout('{ canary: { steps: [{ analysis: { templates: [{ templateName: rate }] } }] } }') + TEMPLATE,
      'RolloutAborted',
    ],
    [
      'unsettled',
      rollout('{ canary: { steps: [{ experiment: { templates: [{ name: a, specRef: stable }] } }] } }'),
      'step 0 does not end',
    ],
  ])('fail when one ends %s, with the one reason', (end, manifests, reason) => {
    const timeline = bare(manifests);
    expect(outcomeOf(timeline)).toMatchObject({ level: 'warning', workloads: [{ end }] });
    const judgement = judgementOf(timeline);
    expect(judgement.passed).toBe(false);
    expect(judgement.reason).toMatch(/^Rollout shop: /);
    expect(judgement.reason).toContain(reason);
  });
});

describe('the first line', () => {
  const users = {
    requests: 60_000,
    failed: 45,
    people: { hit: 45, all: 60_000 },
    outageMs: 0,
    missedObjective: undefined,
  };
  const workloads: RunOutcome['workloads'] = [
    { kind: 'Rollout', namespace: 'default', name: 'shop', end: 'aborted', reason: '', leastAvailable: 3, outageMs: 0 },
  ];

  test.each<[RunOutcome, string]>([
    [
      { level: 'warning', users, workloads },
      '▲ 45 of 60,000 users hit, 45 of 60,000 requests failed (0.07 %); shop aborted',
    ],
    [
      { level: 'kept', users: { ...users, missedObjective: false }, workloads },
      '• 45 of 60,000 users hit, 45 of 60,000 requests failed (0.07 %), within the objective; shop aborted',
    ],
    [
      { level: 'bad', users: { ...users, people: undefined, outageMs: 12_000 }, workloads },
      '✖ 45 of 60,000 requests failed (0.07 %); no pod answered for 12s; shop aborted',
    ],
    [
      { level: 'good', users: { ...users, failed: 0 }, workloads },
      '✔ no user hit: all 60,000 requests answered; shop aborted',
    ],
    [{ level: 'warning', users: undefined, workloads }, '▲ shop aborted; at least 3 pods available'],
  ])('%#', (outcome, line) => {
    const { sign, text } = outcomeWords(outcome);
    expect(`${sign} ${text}`).toBe(line);
  });
});
