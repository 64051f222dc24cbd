import { describe, expect, it } from 'vitest';
import { from, renderReason } from '../../src/api/reason.ts';
import { withFindings } from '../../src/findings/find-findings.ts';
import { FINDINGS } from '../../src/findings/table.ts';
import { runWorld } from '../../src/simulation/run.ts';
import type { ScriptedAction } from '../../src/world/script.ts';
import { rolloutManifest, worldOf } from '../simulation/worlds.ts';
import { type Example, runExample } from './example.ts';
import { EXAMPLES } from './examples.ts';

/** Recordings in which the real controller lost a command, hung or passed something over, and the second of it. */
const SHOWN: readonly (readonly [group: string, name: string, second: number, id: string])[] = [
  ['bluegreen', 'bg-auto-seconds-promoted-early', 40, 'finding.promote.lost'],
  ['bluegreen', 'bg-preview-unready', 50, 'finding.promote.lost'],
  ['bluegreen', 'bg-promote-while-starting', 25, 'finding.promote.lost'],
  ['canary', 'promote-while-scaling', 20, 'finding.promote.skips'],
  ['canary', 'promote-full-while-starting', 10, 'finding.promote.full.tooEarly'],
  ['canary', 'promote-full-then-abort', 47, 'finding.abort.lost'],
  ['incidents', 'incident-argo-rollouts-4461', 40, 'finding.abort.lost'],
  ['canary', 'spec-paused-then-abort', 40, 'finding.abort.paused'],
  ['incidents', 'incident-argo-rollouts-3304', 60, 'finding.rollbackWindow.hang'],
  ['incidents', 'incident-argo-rollouts-1639', 18, 'finding.scaleDownDelay.zero'],
  ['incidents', 'incident-argo-rollouts-4390', 107, 'finding.weight.passedOver'],
  ['canary', 'threshold-percent', 37, 'finding.threshold.promotes'],
  ['bluegreen', 'bg-service-edited', 40, 'finding.initialDeploy.again'],
  ['lifecycle', 'replicaset-deleted-stable', 30, 'finding.initialDeploy.again'],
  ['traffic', 'nginx-abort-retry', 50, 'finding.spin.cancels'],
];

/** Recordings in which all goes as one would expect. */
const QUIET: readonly (readonly [group: string, name: string])[] = [
  ['canary', 'getting-started'],
  ['canary', 'promote-at-each-pause'],
  ['bluegreen', 'bg-preview-count'],
];

function findingsOf(example: Example): readonly string[] {
  const { entries, findings } = runExample(example);
  expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, index) => index));
  return findings.map(({ atMs, id }) => `${atMs / 1000} ${id}`);
}

function idsOf(example: Example): readonly string[] {
  return runExample(example).findings.map(({ id }) => id);
}

describe('findings', () => {
  it.each(SHOWN)('%s %s: at second %i %s', (group, name, second, id) => {
    expect(findingsOf([group, name])).toContain(`${second} ${id}`);
  });

  it.each(QUIET)('%s %s: none', (group, name) => {
    expect(findingsOf([group, name])).toEqual([]);
  });

  it.each(['default', 'shop'])('are about commands in the namespace %s, from the context or from -n', (namespace) => {
    const ids = (context: string, flag: string): readonly string[] => {
      const run = (command: string, atMs: number): ScriptedAction => ({
        trigger: { atMs },
        action: { do: 'run', command: `kubectl argo rollouts ${command}${flag}`, namespace: context },
      });
      const manifest = rolloutManifest([{ setWeight: 34 }, { pause: {} }]);
      const world = worldOf({
        manifests: [{ ...manifest, metadata: { name: 'web', namespace } }],
        script: [run('set image web web=web:2', 60_000), run('promote web --full', 60_000)],
      });
      return withFindings(runWorld(world)).findings.map(({ id }) => id);
    };
    expect(ids(namespace, '')).toContain('finding.promote.full.tooEarly');
    expect(ids('elsewhere', ` -n ${namespace}`)).toContain('finding.promote.full.tooEarly');
    expect(ids('elsewhere', '')).toEqual([]);
  });

  it.each(FINDINGS.map((rule) => [rule.id, rule] as const))('%s renders its example', (_, rule) => {
    const inputs = Object.fromEntries(
      Object.entries(rule.example.inputs).map(([key, value]) => [key, from('example', value)]),
    );
    expect(renderReason(rule, inputs)).toBe(rule.example.text);
  });
});

describe('every finding', () => {
  it.each(FINDINGS.map(({ id }) => id))('%s is found where it is, and nowhere else', (id) => {
    const example = EXAMPLES.get(id);
    expect(example, `test/findings/examples has no ${id}`).toBeDefined();
    if (example === undefined) return;
    expect(idsOf(example.shows)).toContain(id);
    expect(idsOf(example.silent)).not.toContain(id);
  });

  it('has an id of its own', () => {
    const ids = FINDINGS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect([...EXAMPLES.keys()].filter((id) => !ids.includes(id))).toEqual([]);
  });
});
