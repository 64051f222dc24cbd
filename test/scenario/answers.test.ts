import { describe, expect, test } from 'vitest';
import { type AnswerOptions, withAnswers } from '../../src/scenario/answers.ts';
import type { BareOptions } from '../../src/scenario/bare.ts';
import { loadRehearsal } from '../../src/scenario/load-rehearsal.ts';
import type { Rehearsal } from '../../src/scenario/rehearsal.ts';
import { hintOf } from '../../src/session/hint.ts';
import { rehearse } from '../../src/session/run.ts';
import { outcomeOf } from '../../src/timeline/facts/outcome.ts';
import { diskFiles, memoryFiles } from './disk-files.ts';

const FOLDER = `${import.meta.dirname}/wrong/given`;

function load(options: AnswerOptions & BareOptions, path = 'analysed.yaml', files = diskFiles(FOLDER)): Rehearsal {
  const all = { setImage: ['web=registry.example/shop:v2'], ...options };
  const { rehearsal, diagnostics } = withAnswers(loadRehearsal(files, [path], all), all);
  if (rehearsal === undefined) throw new Error(JSON.stringify(diagnostics.map(({ message }) => message)));
  return rehearsal;
}

function ends(rehearsal: Rehearsal): readonly string[] {
  return outcomeOf(rehearse(rehearsal)).workloads.map(({ end }) => end);
}

describe('answers of the command line', () => {
  test.each<[AnswerOptions, string]>([
    [{}, 'aborted'],
    [{ metric: ['success-rate=0.99'] }, 'complete'],
    [{ metric: ['success-rate=0.5'] }, 'aborted'],
    [{ metric: ['rate=0.99'] }, 'complete'],
    [{ analysis: 'pass' }, 'complete'],
    [{ analysis: 'fail' }, 'aborted'],
    [{ analysis: 'inconclusive' }, 'paused'],
  ])('%j: the update is %s', (options, end) => {
    expect(ends(load({ promote: 'never', ...options }))).toEqual([end]);
  });

  test('callers and a bad version, by the last part of its image', () => {
    const rehearsal = load({ analysis: 'pass', traffic: '200/s', errors: ['shop:v2=50%'] });
    const { users } = outcomeOf(rehearse(rehearsal));
    expect(users?.failed).toBeGreaterThan(0);
    expect(rehearsal.world.traffic?.images['registry.example/shop:v2']?.errors.rates).toEqual([
      { fromMs: 0, rate: 0.5 },
    ]);
    expect(rehearsal.remarks).toContain('Service shop: made for the callers, because none selects the pods');
  });

  test('errors without traffic assume a rate, and say so', () => {
    const rehearsal = load({ errors: ['v2=0.03'] });
    expect(rehearsal.world.traffic?.flows.map(({ arrivals }) => arrivals)).toEqual([
      { kind: 'constant', perSecond: 100 },
    ]);
    expect(rehearsal.remarks).toContain('assumes 100 requests a second; --traffic 200/s sets another rate');
  });
});

describe('what a run lacks', () => {
  const missing = `apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: { name: shop }
spec:
  replicas: 2
  selector: { matchLabels: { app: shop } }
  template: { metadata: { labels: { app: shop } }, spec: { containers: [{ name: web, image: "shop:v1" }] } }
  strategy:
    canary:
      stableService: stable
      canaryService: canary
      trafficRouting: { nginx: { stableIngress: shop } }
      steps: [{ setWeight: 20 }]
`;
  const files = memoryFiles({ 'rollout.yaml': missing });

  test('is named with what to type', () => {
    const unanswered = load({});
    expect(hintOf(unanswered, rehearse(unanswered), 'rehearse a.yaml')).toBe(
      'Type: rehearse a.yaml --metric success-rate=VALUE, or: rehearse a.yaml --analysis pass',
    );
    const alone = load({}, 'rollout.yaml', files);
    expect(hintOf(alone, rehearse(alone), 'rehearse rollout.yaml')).toBe(
      'Name the file that has the Service stable, the Service canary, the Ingress shop too, or type: rehearse rollout.yaml --stand-ins',
    );
  });

  test('is made by --stand-ins, and nothing is missing then', () => {
    const rehearsal = load({ standIns: true }, 'rollout.yaml', files);
    expect(rehearsal.missing).toEqual([]);
    expect(rehearsal.remarks.slice(0, 3)).toEqual([
      'Service stable: made, because nobody gave it',
      'Service canary: made, because nobody gave it',
      'Ingress shop: made, because nobody gave it',
    ]);
    expect(ends(rehearsal)).toEqual(['complete']);
  });
});
