import type { CheckedReasons } from './check-reasons.ts';

/** Controllers of which every write has a reason. */
const EXPLAINED: ReadonlySet<string> = new Set([
  'rollouts',
  'services',
  'ingresses',
  'destinationrules',
  'replicaset',
  'kubelet',
  'person',
  'rehearse',
]);

/** Controllers of which every field has a reason. */
const IN_FULL_BY: ReadonlySet<string> = new Set(['rollouts', 'services', 'ingresses', 'destinationrules']);

/** Kinds of which every field that such a controller writes has a reason; objects of routers have at least one for each write. */
const IN_FULL: ReadonlySet<string> = new Set([
  'Rollout',
  'ReplicaSet',
  'Deployment',
  'Service',
  'Pod',
  'AnalysisRun',
  'Experiment',
]);

/** Reasons of a run that are not true, and writes and fields without one. */
export function problemsOf({ wrong, bare, partial }: CheckedReasons): readonly string[] {
  return [
    ...wrong,
    ...bare.filter(({ actor }) => EXPLAINED.has(actor)).map(({ text }) => `no reason: ${text}`),
    ...partial
      .filter(({ actor, kind }) => IN_FULL_BY.has(actor) && IN_FULL.has(kind))
      .map(({ text }) => `fields without a reason: ${text}`),
  ];
}
