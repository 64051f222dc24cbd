import { defineRule, isInt, isIntOrNull } from '../../../api/reason.ts';

/** Counts of pods that the status sums up from ReplicaSets: each has a rule for more pods and one for fewer. */

export type CountField = 'replicas' | 'updatedReplicas' | 'readyReplicas' | 'availableReplicas' | 'HPAReplicas';

function countRule(field: CountField, what: string, source: string, more: boolean) {
  return defineRule({
    id: `rollout.count.${field}.${more ? 'more' : 'fewer'}`,
    title: more ? `More pods ${what}` : `Fewer pods ${what}`,
    statement: `status.${field} adds up the pods of the ReplicaSets in question: all of a canary, the active one of a blue-green rollout, or the current one.`,
    template: `{count} pods ${what}, {was} before`,
    source,
    explains: 'detail',
    path: `status.${field}`,
    inputs: { count: isInt, was: isIntOrNull },
    formula: ({ count, was }) => (count > (was ?? 0) === more ? orOmitted(count) : undefined),
    example: {
      inputs: more ? { count: 3, was: 2 } : { count: 2, was: 3 },
      value: more ? 3 : 2,
      text: more ? `3 pods ${what}, 2 before` : `2 pods ${what}, 3 before`,
    },
  });
}

/** A count of 0 is left out of the object. */
function orOmitted(count: number): number | null {
  return count === 0 ? null : count;
}

type CountRule = ReturnType<typeof countRule>;

interface CountRules {
  readonly more: CountRule;
  readonly fewer: CountRule;
}

function countRules(field: CountField, what: string, source: string): CountRules {
  return { more: countRule(field, what, source, true), fewer: countRule(field, what, source, false) };
}

const BASE = 'rollout/sync.go calculateBaseStatus';
const STRATEGY = 'rollout/canary.go syncRolloutStatusCanary, rollout/bluegreen.go syncRolloutStatusBlueGreen';

const RULES: Readonly<Record<CountField, CountRules>> = {
  replicas: countRules('replicas', 'exist', BASE),
  updatedReplicas: countRules('updatedReplicas', 'are of the current version', BASE),
  readyReplicas: countRules('readyReplicas', 'are ready', BASE),
  availableReplicas: countRules('availableReplicas', 'are available', STRATEGY),
  HPAReplicas: countRules('HPAReplicas', 'are counted by an autoscaler', STRATEGY),
};

export const COUNT_RULES: readonly CountRule[] = Object.values(RULES).flatMap(({ more, fewer }) => [more, fewer]);

/** The rule of a count that was `was` and is `count` now. */
export function countRuleOf(field: CountField, was: number, count: number): CountRule {
  return count > was ? RULES[field].more : RULES[field].fewer;
}
