import { expect, test } from 'vitest';
import { readCommand } from '../../src/plugin/read-command.ts';
import { runWorld } from '../../src/simulation/run.ts';
import { writeTimeline } from '../../src/timeline/json-lines.ts';
import { readTimeline } from '../../src/timeline/read-json-lines.ts';
import type { Performed } from '../../src/world/actions/action-kind.ts';
import {
  type Action,
  actionLabel,
  actionLine,
  type ActionName,
  actionText,
  performerOf,
  targetsOf,
} from '../../src/world/actions/actions.ts';
import { rolloutManifest, worldOf } from '../simulation/worlds.ts';

const manifest = rolloutManifest([{ setWeight: 34 }, { pause: {} }]);
const target = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', name: 'web', namespace: 'default' };

/** One action of each kind: a new kind does not compile without one. */
const SAMPLES: { readonly [K in ActionName]: Action<K> } = {
  run: { do: 'run', command: 'kubectl argo rollouts set image web web=registry:5000/web:2', namespace: 'default' },
  apply: { do: 'apply', manifest },
  patch: { do: 'patch', ...target, merge: { spec: { replicas: 4 } } },
  delete: { do: 'delete', ...target },
  pods: { do: 'pods', image: 'web:1', count: -1, percent: 50, what: 'crash-loop' },
  image: {
    do: 'image',
    image: 'web:2',
    behaviour: {
      readyAfter: { form: 'drawn', distribution: { kind: 'empirical', values: [{ value: 5, weight: 1 }] } },
      runningAfterMs: 1,
      turnsUnready: { afterMs: 10_000, forMs: 1000 },
      crash: { afterMs: 20_000, exitCode: 1, times: 2 },
    },
  },
  node: { do: 'node', node: 'node-1', what: 'drain' },
  controller: { do: 'controller', what: 'restart' },
  commit: {
    do: 'commit',
    repository: 'shop',
    message: 'Version 2',
    files: [{ path: 'a.yaml', objects: [manifest] }],
    remove: ['b.yaml'],
    images: [{ container: 'web', image: 'web:2', workload: { kind: 'Rollout', name: 'web' } }],
  },
  metric: { do: 'metric', metric: 'errors', answers: [{ fromMs: 0, value: [0.5, 'NaN'] }] },
  podQuota: { do: 'podQuota', pods: 8 },
};

function performed(action: Action): Performed<Action> {
  const parsed = action.do === 'run' ? readCommand(action.command).parsed : undefined;
  const namespace = action.do === 'apply' || 'namespace' in action ? 'default' : '';
  return { action, namespace, ...(parsed === undefined ? {} : { parsed }) };
}

test('each kind of action has its text, its performer, its line in a report and its label on a chart', () => {
  const shown = Object.values(SAMPLES).map((action: Action) => {
    const { heading, text } = actionLine(action);
    return [performerOf(action), `${heading} | ${text}`, actionText(action), actionLabel(performed(action))];
  });
  expect(shown).toEqual([
    [
      'person',
      'run | kubectl argo rollouts set image web web=registry:5000/web:2',
      'kubectl argo rollouts set image web web=registry:5000/web:2',
      'set image 2',
    ],
    ['person', 'run | apply Rollout/web', 'apply Rollout/web', 'apply Rollout/web'],
    ['person', 'run | patch Rollout/web', 'patch Rollout/web', 'patch Rollout/web'],
    ['person', 'run | delete Rollout/web', 'delete Rollout/web', 'delete Rollout/web'],
    [
      'fault',
      'fault | 50% of the pods of web:1 crash repeatedly',
      '50% of the pods of web:1 crash repeatedly',
      '50% of the pods of 1 crash repeatedly',
    ],
    [
      'fault',
      'fault | pods of web:2 behave differently from now on',
      'pods of web:2 behave differently from now on',
      'pods of 2 behave differently from now on',
    ],
    ['fault', 'fault | node node-1 is drained', 'node node-1 is drained', 'node node-1 is drained'],
    [
      'fault',
      'fault | the Argo Rollouts controller restarts',
      'the Argo Rollouts controller restarts',
      'controller restarts',
    ],
    ['git', 'commit | to shop: Version 2', 'commit to shop: Version 2', 'commit to shop: Version 2'],
    [
      'platform',
      'metric | errors has other values from now on',
      'metric errors has other values from now on',
      'metric errors has other values from now on',
    ],
    [
      'platform',
      'fault | a namespace may have at most 8 pods from now on',
      'a namespace may have at most 8 pods from now on',
      'a namespace may have at most 8 pods from now on',
    ],
  ]);
});

test.each([
  ['kubectl argo rollouts promote web --full', 'promote'],
  ['kubectl scale rollout web --replicas=7', 'scale to 7'],
  ['kubectl rollout undo deployment/web', 'rollout undo'],
  ['kubectl set image deployment/web web=a/web:2 log=log:3', 'set image 2 3'],
  ['argocd app sync shop', 'sync'],
  ['argocd app actions run shop retry --kind Rollout', 'retry'],
  ['kubectl nonsense', 'kubectl nonsense'],
])('a chart labels %s as %s', (command, label) => {
  expect(actionLabel(performed({ do: 'run', command, namespace: 'default' }))).toBe(label);
});

test('targets are the objects that an action names, in its namespace, or the pods of an image', () => {
  const rollout = { kind: 'Rollout', namespace: 'default', name: 'web' };
  const targets = Object.entries(SAMPLES).map(([name, action]) => [name, targetsOf(performed(action))]);
  expect(Object.fromEntries(targets)).toEqual({
    run: [rollout],
    apply: [rollout],
    patch: [rollout],
    delete: [rollout],
    pods: [{ image: 'web:1' }],
    image: [{ image: 'web:2' }],
    node: [],
    controller: [],
    commit: [],
    metric: [],
    podQuota: [],
  });
});

test('the timeline keeps each action as the script has it, also when it is written and read', () => {
  const script = Object.values(SAMPLES).map((action: Action, index) => ({
    trigger: { atMs: 10_000 * (index + 1) },
    action,
  }));
  const nodes = [{ name: 'node-1' }, { name: 'node-2' }];
  const { cluster } = worldOf({});
  const timeline = runWorld(
    worldOf({ manifests: [manifest], script, cluster: { ...cluster, nodes }, until: { ms: 120_000 } }),
  );
  const read = readTimeline(writeTimeline(timeline));
  for (const { entries } of [timeline, read]) {
    const actions = entries.flatMap((entry) => (entry.kind === 'action' ? [entry] : []));
    expect(actions.map(({ scriptIndex }) => scriptIndex)).toEqual(script.map((_, index) => index));
    expect(actions.map(({ action }) => action)).toEqual(script.map(({ action }) => action));
    expect(actions.map(({ namespace }) => namespace)).toEqual(script.map(({ action }) => performed(action).namespace));
  }
});
