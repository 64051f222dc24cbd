import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../src/api/json.ts';
import type { Phase } from '../../src/api/rollouts/phase.ts';
import { listExperimentsView } from '../../src/plugin/views/list-experiments.ts';
import { listRolloutsView } from '../../src/plugin/views/list-rollouts.ts';
import { statusLine, watchStatus } from '../../src/plugin/views/status.ts';
import { EPOCH_MS } from './cluster.ts';
import { staticReader } from './static-reader.ts';
import { at, experiment, rollout } from './view-objects.ts';

const NOW_MS = EPOCH_MS + 130_001;
const counts = { replicas: 4, readyReplicas: 1, updatedReplicas: 3, availableReplicas: 2, phase: 'Progressing' };
const steps = [{ setWeight: 10 }, { pause: { duration: 60 } }, { setWeight: 20 }];

const objects: readonly Json[] = [
  rollout({ name: 'shop' }, { replicas: 5, strategy: { canary: { steps } } }, { ...counts, currentStepIndex: 1 }),
  rollout({ name: 'b' }, { strategy: { blueGreen: {} } }, { phase: 'Healthy' }),
  rollout({ name: 'till', namespace: 'prod' }, { strategy: {} }, { ...counts, currentStepIndex: 1 }),
];

/** Source: pkg/kubectl-argo-rollouts/cmd/list/list_rollouts.go PrintRolloutTable. */
describe('list rollouts', () => {
  test('of a namespace', () => {
    expect(listRolloutsView(staticReader(objects), { namespace: 'default', nowMs: NOW_MS })).toBe(
      [
        'NAME        STRATEGY   STATUS        STEP  SET-WEIGHT  READY  DESIRED  UP-TO-DATE  AVAILABLE',
        'b           BlueGreen  Healthy       -     -           0/0    1        0           0        ',
        'shop        Canary     Progressing   1/3   10          1/4    5        3           2        ',
        '',
      ].join('\n'),
    );
  });

  test('of all namespaces, with the time', () => {
    expect(listRolloutsView(staticReader(objects), { nowMs: NOW_MS, timestamps: true, name: 'till' })).toBe(
      [
        'TIMESTAMP             NAMESPACE  NAME        STRATEGY   STATUS        STEP  SET-WEIGHT  READY  DESIRED  UP-TO-DATE  AVAILABLE',
        '2026-01-01T00:02:10Z  prod       till        unknown    Progressing   -     -           1/4    1        3           2        ',
        '',
      ].join('\n'),
    );
  });

  test('none', () => {
    expect(listRolloutsView(staticReader(objects), { namespace: 'dev', nowMs: NOW_MS })).toBe('');
  });
});

/** Source: pkg/kubectl-argo-rollouts/cmd/list/list_experiments.go PrintExperimentTable. */
describe('list experiments', () => {
  const one = (name: string, duration: string, status: JsonObject): Json =>
    experiment({ name }, { duration }, { availableAt: at(10), ...status });

  test('with what is left of their time', () => {
    const reader = staticReader([
      one('running', '3h', { phase: 'Running' }),
      one('over', '1m', { phase: 'Running' }),
      one('done', '5m', { phase: 'Successful' }),
      one('endless', '', { phase: 'Running' }),
      one('odd', 'soon', {}),
    ]);
    expect(listExperimentsView(reader, { namespace: 'default', nowMs: NOW_MS })).toBe(
      [
        'NAME        STATUS      DURATION  REMAINING  AGE',
        'done        Successful  5m        -          2m10s',
        'endless     Running     -         -          2m10s',
        'odd                     -         -          2m10s',
        'over        Running     60s       -          2m10s',
        'running     Running     3h        177m       2m10s',
        '',
      ].join('\n'),
    );
    expect(listExperimentsView(reader, { nowMs: NOW_MS }).split('\n')[1]).toBe(
      'default    done        Successful  5m        -          2m10s',
    );
  });

  test('none', () => {
    expect(listExperimentsView(staticReader([]), { nowMs: NOW_MS })).toBe('');
  });
});

/** Source: pkg/kubectl-argo-rollouts/cmd/status/status.go. */
describe('status', () => {
  test.each([
    [{ phase: 'Healthy' }, { text: 'Healthy', phase: 'Healthy' }],
    [
      { phase: 'Paused', message: 'CanaryPauseStep' },
      { text: 'Paused - CanaryPauseStep', phase: 'Paused' },
    ],
    [
      { phase: 'Degraded', message: 'RolloutAborted: stop' },
      {
        text: 'Degraded',
        phase: 'Degraded',
        error: 'The rollout is in a degraded state with message: RolloutAborted: stop',
      },
    ],
  ])('of %j', (status, line) => {
    const reader = staticReader([rollout({ name: 'shop' }, { strategy: { canary: {} } }, status)]);
    expect(statusLine(reader, { namespace: 'default', name: 'shop' })).toEqual(line);
  });

  const progressing: Phase = { phase: 'Progressing', message: 'more replicas need to be updated' };
  const paused: Phase = { phase: 'Paused', message: 'CanaryPauseStep' };
  const healthy: Phase = { phase: 'Healthy', message: '' };
  const degraded: Phase = { phase: 'Degraded', message: 'ProgressDeadlineExceeded' };
  const timeout = 'Rollout status watch exceeded timeout';
  const failed = 'The rollout is in a degraded state with message: ProgressDeadlineExceeded';

  test.each<[readonly Phase[], readonly string[], string | undefined]>([
    [
      [progressing, progressing, paused],
      ['Progressing - more replicas need to be updated', 'Paused - CanaryPauseStep'],
      timeout,
    ],
    [[paused, healthy, progressing], ['Paused - CanaryPauseStep', 'Healthy'], undefined],
    [[degraded], ['Degraded - ProgressDeadlineExceeded'], failed],
  ])('watched over %j', (phases, lines, error) => {
    const watched = watchStatus(phases);
    expect(watched.lines).toEqual(lines);
    expect(watched.error).toBe(error);
  });
});
