import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { from, renderReason } from '../../src/api/reason.ts';
import { FINDING_RULES } from '../../src/simulation/findings/find-findings.ts';
import { readCase, type RecordedCase } from '../../src/simulation/recording/case.ts';
import { worldOfCase } from '../../src/simulation/recording/world.ts';
import { runWorld } from '../../src/simulation/run.ts';
import type { ScriptedAction } from '../../src/world/script.ts';
import { rolloutManifest, worldOf } from './worlds.ts';

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

const groups = new Map<string, readonly RecordedCase[]>();

function recorded(group: string, name: string): RecordedCase {
  let cases = groups.get(group);
  if (cases === undefined) {
    const packed = readFileSync(new URL(`../conformance/cases/${group}.jsonl.gz`, import.meta.url));
    cases = gunzipSync(packed).toString('utf8').trimEnd().split('\n').map(readCase);
    groups.set(group, cases);
  }
  const found = cases.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no recording ${group} ${name}`);
  return found;
}

function findingsOf(group: string, name: string): readonly string[] {
  const { entries, findings } = runWorld(worldOfCase(recorded(group, name)));
  expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, index) => index));
  return findings.map(({ atMs, id }) => `${atMs / 1000} ${id}`);
}

describe('findings', () => {
  it.each(SHOWN)('%s %s: at second %i %s', (group, name, second, id) => {
    expect(findingsOf(group, name)).toContain(`${second} ${id}`);
  });

  it.each(QUIET)('%s %s: none', (group, name) => {
    expect(findingsOf(group, name)).toEqual([]);
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
      return runWorld(world).findings.map(({ id }) => id);
    };
    expect(ids(namespace, '')).toContain('finding.promote.full.tooEarly');
    expect(ids('elsewhere', ` -n ${namespace}`)).toContain('finding.promote.full.tooEarly');
    expect(ids('elsewhere', '')).toEqual([]);
  });

  it.each(FINDING_RULES.map((rule) => [rule.id, rule] as const))('%s renders its example', (_, rule) => {
    const inputs = Object.fromEntries(
      Object.entries(rule.example.inputs).map(([key, value]) => [key, from('example', value)]),
    );
    expect(renderReason(rule, inputs)).toBe(rule.example.text);
  });
});
