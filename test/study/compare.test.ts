import { describe, expect, test } from 'vitest';
import { loadRehearsal } from '../../src/scenario/load-rehearsal.ts';
import {
  comparePair,
  compareStrategies,
  type CompareOptions,
  type Comparison,
  NothingToCompareError,
  type Outcome,
} from '../../src/study/compare.ts';
import { actionText } from '../../src/world/actions/actions.ts';
import type { World } from '../../src/world/world.ts';
import { diskFiles, memoryFiles } from '../scenario/disk-files.ts';

/** A Rollout of four pods; `more` goes into its strategy. */
function rollout(strategy: string, { name = 'shop', namespace = 'default' } = {}): string {
  return `apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: { name: ${name}, namespace: ${namespace} }
spec:
  replicas: 4
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec: { containers: [{ name: web, image: "${name}:v1" }] }
  strategy: ${strategy}
`;
}

const CANARY = '{ canary: { steps: [{ setWeight: 25 }, { pause: { duration: 2m } }] } }';

/** The world of a scenario with these manifests and this script. */
function worldOf(manifests: string, script: string): World {
  const scenario = `apiVersion: rehearse.dev/v1
kind: Scenario
metadata: { name: test }
spec:
  manifests: [all.yaml]
  cluster: { readyAfter: 5s }
  script: ${script}
`;
  const files = memoryFiles({ 'scenario.yaml': scenario, 'all.yaml': manifests });
  const { rehearsal, diagnostics } = loadRehearsal(files, ['scenario.yaml']);
  if (rehearsal === undefined) throw new Error(JSON.stringify(diagnostics.map(({ message }) => message)));
  return rehearsal.world;
}

function compare(world: World, options: CompareOptions = {}): Comparison {
  return compareStrategies(world, () => 'own', options);
}

function outcome({ outcomes }: Comparison, id: string): Outcome {
  const found = outcomes.find(({ variant }) => variant.id === id);
  if (found === undefined) throw new Error(`no ${id}`);
  return found;
}

const SET_IMAGE = '{ at: 1m, run: kubectl argo rollouts set image shop web=shop:v2 }';

describe('one change with several strategies', () => {
  const compared = compare(worldOf(rollout(CANARY), `[${SET_IMAGE}]`));

  test('is measured from the same instant on, over the same time', () => {
    expect(compared.outcomes.map(({ variant }) => variant.id)).toEqual(['own', 'rolling', 'recreate', 'blueGreen']);
    expect(new Set(compared.outcomes.map(({ change }) => change.atMs))).toEqual(new Set([60_000]));
    expect([compared.oldVersion, compared.newVersion]).toEqual(['shop:v1', 'shop:v2']);
  });

  test('tells which strategy leaves nobody to answer', () => {
    // Pods are ready after 5 s. Recreate has none until then; blue-green doubles the pods, for 30 s longer.
    expect(outcome(compared, 'recreate').figures).toMatchObject({
      outageMs: 5000,
      durationMs: 5000,
      extraPodSeconds: 0,
    });
    expect(outcome(compared, 'rolling').figures).toMatchObject({ outageMs: 0, leastAvailable: 3, durationMs: 10_000 });
    const { figures } = outcome(compared, 'blueGreen');
    expect(figures).toMatchObject({ shortMs: 0, durationMs: 5000, mostPods: 8, extraPodSeconds: 4 * 35 });
  });

  test('tells how each gets out of a bad version', () => {
    // Noticed after a minute: the canary is at one of four pods and needs no new pod but that one; the others are through and start anew.
    expect(outcome(compared, 'own').bad).toMatchObject({
      command: 'kubectl argo rollouts abort shop',
      exposedSeconds: 0.25 * 55 + 0,
    });
    expect(outcome(compared, 'blueGreen').bad).toMatchObject({
      command: 'kubectl argo rollouts undo shop',
      recoveredMs: 65_000,
    });
    expect(outcome(compared, 'recreate').bad).toMatchObject({
      command: 'kubectl rollout undo deployment/shop',
      leastAvailable: 0,
    });
  });

  test('is the same again', () => {
    const again = compare(worldOf(rollout(CANARY), `[${SET_IMAGE}]`));
    expect(JSON.stringify(again.outcomes.map(({ figures, bad }) => [figures, bad]))).toBe(
      JSON.stringify(compared.outcomes.map(({ figures, bad }) => [figures, bad])),
    );
  });
});

describe('what people do', () => {
  test('happens to the other strategies at the instants at which it happened', () => {
    const promote = '{ when: rollout.phase == "Paused", after: 30s, run: kubectl argo rollouts promote shop }';
    const endless = '{ canary: { steps: [{ setWeight: 25 }, { pause: {} }] } }';
    const compared = compare(worldOf(rollout(endless), `[${SET_IMAGE}, ${promote}]`));
    expect(outcome(compared, 'own')).toMatchObject({ manualActions: 1, figures: { outcome: 'completed' } });
    expect(outcome(compared, 'blueGreen')).toMatchObject({ manualActions: 0 });
    expect(outcome(compared, 'rolling').variant.notes[1]).toContain('kubectl argo rollouts promote shop');
  });

  test('an abort comes too late for what is promoted: then it is an undo, and only one', () => {
    const back = '{ at: 2m, run: kubectl argo rollouts abort shop }, { at: 3m, run: kubectl argo rollouts undo shop }';
    const compared = compare(worldOf(rollout(CANARY), `[${SET_IMAGE}, ${back}]`));
    const typed = (id: string): readonly string[] =>
      outcome(compared, id).timeline.entries.flatMap((entry) =>
        entry.kind === 'action' ? actionText(entry.action) : [],
      );
    expect(typed('own').slice(1)).toEqual(['kubectl argo rollouts abort shop', 'kubectl argo rollouts undo shop']);
    expect(typed('blueGreen').slice(1)).toEqual(['kubectl argo rollouts undo shop']);
    expect(typed('rolling').slice(1)).toEqual(['kubectl rollout undo deployment/shop']);
    for (const { figures } of compared.outcomes) expect(figures.outcome).toBe('reverted');
  });

  test('a manifest applied is made into each strategy', () => {
    const next = rollout(CANARY).replace('shop:v1', 'shop:v2').replace('replicas: 4', 'replicas: 6');
    const [manifest = {}] = worldOf(next, '[]').manifests;
    const world = worldOf(rollout(CANARY), '[]');
    const compared = compare({ ...world, script: [{ trigger: { atMs: 60_000 }, action: { do: 'apply', manifest } }] });
    for (const { figures } of compared.outcomes) {
      expect(figures).toMatchObject({ outcome: 'completed' });
      expect(figures.moments.at(-1)).toMatchObject({ desired: 6, availableNew: 6 });
    }
    expect(outcome(compared, 'recreate').figures.outageMs).toBe(5000);
  });

  test('two conditional actions that read alike are each replayed once, in their order', () => {
    const patch = (replicas: number): string =>
      `patch: { kind: Rollout, name: shop, merge: { spec: { replicas: ${replicas} } } }`;
    const when = "when: 'canary.ready >= 1'";
    const script = `[${SET_IMAGE}, { ${when}, ${patch(6)} }, { ${when}, after: 30s, ${patch(10)} }]`;
    const compared = compare(worldOf(rollout(CANARY), script));
    for (const { variant, timeline, figures } of compared.outcomes) {
      const patches = timeline.entries.flatMap((entry) =>
        entry.kind === 'action' && entry.action.do === 'patch' ? [[entry.atMs, entry.action.merge]] : [],
      );
      expect({ id: variant.id, patches }).toEqual({
        id: variant.id,
        patches: [
          [65_000, { spec: { replicas: 6 } }],
          [95_000, { spec: { replicas: 10 } }],
        ],
      });
      expect(figures.moments.at(-1)).toMatchObject({ desired: 10 });
    }
  });

  test('a patch of the pods reaches each strategy', () => {
    const merge = {
      spec: { template: { metadata: { annotations: { run: '2' } } }, strategy: { canary: { steps: [] } } },
    };
    const target = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', name: 'shop', namespace: 'default' };
    const patch = { do: 'patch', ...target, merge } as const;
    const world = worldOf(rollout(CANARY), '[]');
    const compared = compare({ ...world, script: [{ trigger: { atMs: 60_000 }, action: patch }] });
    expect(compared.oldVersion).toBe(compared.newVersion);
    for (const { figures } of compared.outcomes) expect(figures.outcome).toBe('completed');
  });
});

describe('the workload', () => {
  test('is the one whose version changes, in its own namespace', () => {
    const cart = rollout(CANARY, { name: 'cart', namespace: 'prod' });
    const run = '[{ at: 1m, run: kubectl argo rollouts set image cart web=cart:v2 -n prod }]';
    const compared = compare(worldOf(`${rollout(CANARY)}---\n${cart}`, run));
    expect(compared.subject).toEqual({ kind: 'Rollout', namespace: 'prod', name: 'cart' });
    for (const { figures } of compared.outcomes) expect(figures.outcome).toBe('completed');
    expect(outcome(compared, 'recreate').figures.outageMs).toBe(5000);
  });

  test('may be one of several that change', () => {
    const both = `[${SET_IMAGE}, { at: 90s, run: kubectl argo rollouts set image cart web=cart:v2 }]`;
    const compared = compare(worldOf(`${rollout(CANARY)}---\n${rollout(CANARY, { name: 'cart' })}`, both));
    expect(compared.subject.name).toBe('shop');
    expect(compared.remarks).toEqual(['Rollout cart changes, too; it stays as it is, whatever the strategy.']);
  });

  test('may take its pods from a Deployment', () => {
    const compared = compare(worldFrom('scenarios/workload-ref'));
    for (const { figures } of compared.outcomes) expect(figures.outcome).toBe('completed');
    expect(outcome(compared, 'rolling').variant.subject).toEqual({
      kind: 'Deployment',
      namespace: 'default',
      name: 'shop',
    });
  });

  test('is scaled by its autoscaler whatever it is', () => {
    const compared = compare(worldFrom('scenarios/autoscaler'));
    for (const { figures } of compared.outcomes)
      expect(figures.moments.at(-1)).toMatchObject({ desired: 8, availableNew: 8 });
  });

  test('has several changes: one of them is compared', () => {
    const world = worldFrom('scenarios/getting-started');
    const first = compare(world);
    expect([first.oldVersion, first.newVersion, first.spanMs]).toEqual([
      'argoproj/rollouts-demo:blue',
      'argoproj/rollouts-demo:yellow',
      140_000,
    ]);
    expect(first.remarks).toHaveLength(1);
    const second = compare(world, { change: 2 });
    expect(second.newVersion).toBe('argoproj/rollouts-demo:red');
    for (const { figures } of second.outcomes) expect(figures.outcome).toBe('reverted');
    expect(() => compare(world, { change: 3 })).toThrow('changes the version 2 times, so it has no change 3');
  });

  test('must be there, and change', () => {
    expect(() => compare(worldOf(rollout(CANARY), '[]'))).toThrow(NothingToCompareError);
    expect(() => compare({ ...worldOf(rollout(CANARY), '[]'), manifests: [{ kind: 'Service' }] })).toThrow(
      'there is neither a Rollout nor a Deployment among the manifests',
    );
  });
});

test('callers come by the Service where no router leads, the same number to each strategy', () => {
  const { outcomes } = compare(worldFrom('scenarios/bad-canary'));
  const requests = Object.fromEntries(outcomes.map(({ variant, requests: found }) => [variant.id, found]));
  expect(new Set(Object.values(requests).map((found) => found?.all)).size).toBe(1);
  const failed = (id: string): number => requests[id]?.failed ?? -1;
  // Every twentieth answer of the new version fails: who brings it out at once, and never calls it off, loses most; Recreate has a gap besides.
  expect(failed('own')).toBeLessThan(failed('canary') / 5);
  expect(failed('canary')).toBeLessThan(failed('blueGreen') / 2);
  expect(failed('recreate')).toBeGreaterThan(failed('rolling') + 500);
  expect(outcomes[1]?.variant.notes).toContain('callers come by the Service shop');
});

test('two worlds are compared as they are, each from its own change on', () => {
  const slow = worldOf(rollout(CANARY), '[{ at: 2m, run: kubectl argo rollouts set image shop web=shop:v2 }]');
  const quick = worldOf(rollout('{ canary: {} }'), `[${SET_IMAGE}]`);
  const { outcomes } = comparePair([
    { world: slow, title: 'slow' },
    { world: quick, title: 'quick' },
  ]);
  expect(outcomes.map(({ variant, change }) => [variant.id, variant.title, change.atMs])).toEqual([
    ['first', 'slow', 120_000],
    ['second', 'quick', 60_000],
  ]);
  const [first, second] = outcomes;
  expect(first?.figures.durationMs).toBe(135_000);
  expect(second?.figures.durationMs).toBe(10_000);
});

function worldFrom(path: string): World {
  const { rehearsal } = loadRehearsal(diskFiles('.'), [path]);
  if (rehearsal === undefined) throw new Error(`no ${path}`);
  return rehearsal.world;
}
