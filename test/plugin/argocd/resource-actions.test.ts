import { describe, expect, test } from 'vitest';
import { canonical } from '../../../src/api/canonical.ts';
import { isJsonObject, type JsonObject } from '../../../src/api/json.ts';
import { MemoryServer } from '../../../src/api/memory-server.ts';
import { applyMergePatch } from '../../../src/api/merge-patch.ts';
import { ANALYSIS_RUN, ROLLOUT } from '../../../src/api/resources.ts';
import { rollout as rolloutShape, type Rollout } from '../../../src/api/shape/rollout.ts';
import {
  analysisRunAction,
  analysisRunActions,
  rolloutAction,
  rolloutActions,
} from '../../../src/plugin/argocd/resource-actions.ts';

const api = new MemoryServer({ clock: { nowMs: () => 0 } });
const NOW = 1_767_225_600_000;

function rollout(spec: JsonObject, status: JsonObject, generation = 3): Rollout {
  const metadata = { name: 'shop', namespace: 'default' };
  const manifest = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Rollout',
    metadata: { ...metadata, generation },
    spec,
    status,
  };
  const value = canonical(rolloutShape, manifest);
  if (!isRollout(value)) throw new Error('no Rollout');
  return value;
}

function isRollout(value: unknown): value is Rollout {
  return isJsonObject(value) && value['kind'] === ROLLOUT.kind;
}

const steps = [{ setWeight: 20 }, { pause: {} }];
const canary = { replicas: 3, strategy: { canary: { steps } } };
const blueGreen = { replicas: 3, strategy: { blueGreen: { activeService: 'shop' } } };
const update = { currentPodHash: 'f00d5', stableRS: 'beef5', observedGeneration: '3', currentStepIndex: 1 };
const paused = { ...update, pauseConditions: [{ reason: 'CanaryPauseStep', startTime: '2026-01-01T00:00:00Z' }] };
const hash = { observedGeneration: '5c788f448d' };

/** The actions that are on, in the order of the list. */
function offered(object: Rollout): readonly string[] {
  return rolloutActions(object).flatMap(({ name, disabled }) => (disabled ? [] : [name]));
}

// Source: resource_customizations/argoproj.io/Rollout/actions/action_test.yaml, discoveryTests: one row for each.
describe('the actions that a Rollout offers', () => {
  test.each<[string, Rollout, readonly string[]]>([
    [
      'pre_v0.6_paused_rollout',
      rollout({ ...blueGreen, paused: true }, { ...hash, currentPodHash: 'f00d5', stableRS: 'beef5' }),
      ['restart', 'resume', 'abort'],
    ],
    [
      'pre_v0.6_not_paused_rollout',
      rollout({ ...blueGreen, paused: false }, { ...hash, currentPodHash: 'f00d5', stableRS: 'beef5' }),
      ['restart', 'abort', 'pause'],
    ],
    [
      'pre_v0.6_nil_paused_rollout',
      rollout(blueGreen, { ...hash, currentPodHash: 'f00d5', stableRS: 'beef5' }),
      ['restart', 'abort', 'pause'],
    ],
    [
      'has_pause_condition_rollout',
      rollout(canary, paused),
      ['restart', 'resume', 'abort', 'pause', 'promote-full', 'skip-current-step'],
    ],
    [
      'no_pause_condition_rollout',
      rollout(canary, update),
      ['restart', 'abort', 'pause', 'promote-full', 'skip-current-step'],
    ],
    ['healthy_rollout', rollout(canary, { ...update, stableRS: 'f00d5', currentStepIndex: 2 }), ['restart']],
    [
      'v0.9_aborted_rollout',
      rollout(canary, { ...update, ...hash, abort: true }),
      ['restart', 'retry', 'promote-full', 'skip-current-step'],
    ],
    ['v0.9_aborted_bg_rollout', rollout(blueGreen, { ...update, ...hash, abort: true }), ['restart', 'retry']],
    ['aborted_bg_rollout', rollout(blueGreen, { ...update, abort: true }), ['restart', 'retry', 'promote-full']],
  ])('%s', (_, object, expected) => {
    expect(offered(object)).toEqual(expected);
  });
});

/** The Rollout after an action, status and all. */
function after(object: Rollout, action: string): unknown {
  const patch = rolloutAction(action, object, NOW) ?? {};
  const json = { spec: patch.spec, status: patch.status };
  return applyMergePatch(isJsonObject(object) ? object : {}, json);
}

// Source: the same file, actionTests: one row for each, by what it changes.
describe('what an action changes', () => {
  test.each<[string, string, Rollout, JsonObject]>([
    [
      'resume',
      'pre_v0.6_paused_rollout',
      rollout({ ...canary, paused: true }, { ...update, ...hash }),
      { spec: { paused: false } },
    ],
    ['resume', 'has_pause_condition_rollout', rollout(canary, paused), { status: { pauseConditions: undefined } }],
    ['abort', 'has_pause_condition_rollout', rollout(canary, paused), { status: { abort: true } }],
    ['restart', 'rollout_not_restarted', rollout(canary, update), { spec: { restartAt: '2026-01-01T00:00:00Z' } }],
    [
      'retry',
      'v0.9_aborted_rollout',
      rollout(canary, { ...update, ...hash, abort: true }),
      { status: { abort: undefined } },
    ],
    [
      'promote-full',
      'v0.9_aborted_rollout',
      rollout(canary, { ...update, ...hash, abort: true }),
      { status: { abort: undefined, currentStepIndex: 2 } },
    ],
    [
      'promote-full',
      'aborted_rollout',
      rollout(canary, { ...update, abort: true }),
      { status: { abort: true, promoteFull: true } },
    ],
    [
      'skip-current-step',
      'rollout-step1',
      rollout(canary, { ...paused, currentStepIndex: 1 }),
      { status: { pauseConditions: undefined, currentStepIndex: 2 } },
    ],
    ['pause', 'no_pause_condition_rollout', rollout(canary, update), { spec: { paused: true } }],
  ])('%s of %s', (action, _, object, expected) => {
    const merged = (part: 'spec' | 'status') => ({
      ...object[part],
      ...(isJsonObject(expected[part]) ? expected[part] : {}),
    });
    expect(after(object, action)).toEqual({ ...object, spec: merged('spec'), status: merged('status') });
  });

  test('behind the last step there is none to skip', () => {
    expect(rolloutAction('skip-current-step', rollout(canary, { ...update, currentStepIndex: 2 }), NOW)).toEqual({});
    expect(rolloutAction('explode', rollout(canary, update), NOW)).toBeUndefined();
  });
});

// Source: resource_customizations/argoproj.io/AnalysisRun/actions/action_test.yaml
test('an AnalysisRun that runs can be terminated', () => {
  const run = (phase: string) =>
    api.create(ANALYSIS_RUN, {
      metadata: { name: phase.toLowerCase() },
      spec: { metrics: [] },
      status: { phase, runSummary: {} },
    });
  expect(analysisRunActions(run('Running'))).toEqual([{ name: 'terminate', disabled: false }]);
  expect(analysisRunActions(run('Failed'))).toEqual([{ name: 'terminate', disabled: true }]);
  expect(analysisRunAction('terminate')).toEqual({ spec: { terminate: true } });
});
