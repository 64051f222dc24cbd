import { expect, test } from 'vitest';
import { workloadsOf } from '../../../src/timeline/facts/workloads.ts';
import { sampleWorkload } from '../../../src/timeline/facts/samples.ts';
import { recordedTimeline } from '../recorded-timeline.ts';

const timeline = recordedTimeline('getting-started');

test('samples the roles, steps, weights and phases of a rollout', () => {
  expect(workloadsOf(timeline)).toEqual([{ kind: 'Rollout', namespace: 'default', name: 'rollouts-demo' }]);
  const rows = sampleWorkload(timeline, { kind: 'Rollout', namespace: 'default', name: 'rollouts-demo' }).map(
    ({ atMs, stable, canary, older, step, weights, phase }) =>
      `${atMs / 1000}s stable ${stable.available}/${stable.desired} canary ${canary.available}/${canary.desired} ` +
      `older ${older.current} step ${step?.index}/${step?.count} weight ${weights?.set} ${phase}`,
  );
  expect(rows).toEqual([
    '0s stable 0/5 canary 0/0 older 0 step 8/8 weight 100 Progressing',
    '2s stable 5/5 canary 0/0 older 0 step 8/8 weight 100 Healthy',
    '20s stable 4/4 canary 0/1 older 0 step 0/8 weight 20 Progressing',
    '22s stable 4/4 canary 1/1 older 0 step 1/8 weight 20 Paused',
    '60s stable 3/3 canary 1/2 older 0 step 2/8 weight 40 Progressing',
    '62s stable 3/3 canary 2/2 older 0 step 3/8 weight 40 Paused',
    '72s stable 2/2 canary 2/3 older 0 step 4/8 weight 60 Progressing',
    '74s stable 2/2 canary 3/3 older 0 step 5/8 weight 60 Paused',
    '84s stable 1/1 canary 3/4 older 0 step 6/8 weight 80 Progressing',
    '86s stable 1/1 canary 4/4 older 0 step 7/8 weight 80 Paused',
    '96s stable 0/0 canary 4/5 older 0 step 8/8 weight 100 Progressing',
    '98s stable 5/5 canary 0/0 older 0 step 8/8 weight 100 Healthy',
    '160s stable 4/4 canary 0/1 older 0 step 0/8 weight 20 Progressing',
    '162s stable 4/4 canary 1/1 older 0 step 1/8 weight 20 Paused',
    '190s stable 4/5 canary 0/0 older 0 step 0/8 weight 0 Degraded',
    '192s stable 5/5 canary 0/0 older 0 step 0/8 weight 0 Degraded',
    '220s stable 5/5 canary 0/0 older 0 step 8/8 weight 100 Healthy',
  ]);
});

test('names pauses and aborts', () => {
  const samples = sampleWorkload(timeline, { kind: 'Rollout', namespace: 'default', name: 'rollouts-demo' });
  expect(samples.filter((sample) => sample.pauses.length > 0).map((sample) => sample.atMs / 1000)).toEqual([
    22, 62, 74, 86, 162,
  ]);
  expect(samples.filter((sample) => sample.aborted).map((sample) => sample.atMs / 1000)).toEqual([190, 192]);
});
