import { expect, test } from 'vitest';
import { REPLICA_SET, ROLLOUT, SERVICE } from '../../src/api/resources.ts';
import { instantsOf } from '../../src/timeline/instants.ts';
import { stateAt } from '../../src/timeline/state.ts';
import { recordedTimeline } from './recorded-timeline.ts';

const timeline = recordedTimeline('getting-started');

test('finds objects as they were at an instant, and between instants as they were left', () => {
  const phaseAt = (atMs: number): string | undefined =>
    stateAt(timeline, atMs).find(ROLLOUT, 'default', 'rollouts-demo')?.status.phase;
  expect(phaseAt(0)).toBe('Progressing');
  expect(phaseAt(1999)).toBe('Progressing');
  expect(phaseAt(2000)).toBe('Healthy');
  expect(phaseAt(59_999)).toBe('Paused');
  expect(phaseAt(1e9)).toBe('Healthy');
});

test('lists objects in the order of names, only those that exist', () => {
  const names = (atMs: number): string[] =>
    stateAt(timeline, atMs)
      .list(REPLICA_SET)
      .map((set) => `${set.metadata.name} ${set.spec.replicas}`);
  expect(names(0)).toEqual(['rollouts-demo-5cd66ff7ff 5']);
  expect(names(170_000)).toEqual([
    'rollouts-demo-5cd66ff7ff 0',
    'rollouts-demo-64fbcbbd74 1',
    'rollouts-demo-76ddfb4f47 4',
  ]);
});

test('selects by namespace and labels', () => {
  const state = stateAt(timeline, 170_000);
  expect(state.list(REPLICA_SET, 'elsewhere')).toEqual([]);
  const isRed = (labels: Readonly<Record<string, string>> | undefined): boolean =>
    labels?.['rollouts-pod-template-hash'] === '64fbcbbd74';
  expect(state.list(REPLICA_SET, 'default', { matches: isRed }).map((set) => set.metadata.name)).toEqual([
    'rollouts-demo-64fbcbbd74',
  ]);
  expect(state.list(SERVICE)).toEqual([]);
  expect(state.find(ROLLOUT, 'default', 'nobody')).toBeUndefined();
});

test('hands out the values of the timeline, not copies', () => {
  const last = timeline.entries.findLast((entry) => entry.kind === 'change' && entry.resource === ROLLOUT);
  expect(stateAt(timeline, 1e9).find(ROLLOUT, 'default', 'rollouts-demo')).toBe(last?.kind === 'change' && last.after);
});

test('an object that was deleted is gone from then on', () => {
  const deleted = timeline.entries.flatMap((entry) => {
    if (entry.kind !== 'change' || entry.object.kind !== 'Rollout' || entry.atMs !== 220_000) return [];
    return [{ ...entry, after: undefined }];
  });
  const cut = { ...timeline, entries: [...timeline.entries.filter((entry) => entry.atMs < 220_000), ...deleted] };
  expect(stateAt(cut, 219_999).find(ROLLOUT, 'default', 'rollouts-demo')).toBeDefined();
  expect(stateAt(cut, 220_000).find(ROLLOUT, 'default', 'rollouts-demo')).toBeUndefined();
  expect(stateAt(cut, 220_000).list(ROLLOUT)).toEqual([]);
});

test('names every instant once', () => {
  expect(instantsOf(timeline).map((atMs) => atMs / 1000)).toEqual([
    0, 2, 20, 22, 60, 62, 72, 74, 84, 86, 96, 98, 160, 162, 190, 192, 220,
  ]);
});
