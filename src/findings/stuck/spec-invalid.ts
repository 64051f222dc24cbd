import type { Rollout } from '../../api/shape/rollout.ts';
import { formatSpan } from '../../text/durations.ts';
import { type FindingRule, perRollout } from '../finding.ts';
import { nameOf } from '../names.ts';

export const specInvalid: FindingRule = {
  id: 'finding.spec.invalid',
  title: 'The controller refuses the spec',
  statement:
    'A rollout whose spec is not valid is Degraded with the condition InvalidSpec: nothing of it is carried out, and nothing ends this but a change of the manifest.',
  template: '{name} is not carried out since {since}: {message}',
  severity: 'stuck',
  source: 'rollout/controller.go getRolloutValidationErrors, createInvalidRolloutCondition',
  example: {
    inputs: { name: 'shop', since: '0s', message: 'spec.strategy.strategy: Required value: Rollout has missing field' },
    text: 'shop is not carried out since 0s: spec.strategy.strategy: Required value: Rollout has missing field',
  },
  absorbs: ['finding.reconcile.fails'],
  find: perRollout(({ instants, endMs }) => {
    const last = instants.at(-1);
    const condition = last === undefined ? undefined : invalidSpec(last.rollout);
    if (last === undefined || condition === undefined) return [];
    const first = instants.findLast(({ before }) => before === undefined || invalidSpec(before) === undefined) ?? last;
    const message = (condition.message ?? '').replace(/^The Rollout "[^"]*" is invalid: /, '');
    const field = /^(spec[\w.[\]-]*): /.exec(message)?.[1] ?? 'spec';
    const inputs = { name: nameOf(last.rollout), since: formatSpan(first.atMs), message };
    return [{ atMs: first.atMs, lastSeq: first.lastSeq, inputs, field, cost: { ms: endMs - first.atMs } }];
  }),
};

function invalidSpec({ status }: Rollout): { readonly message?: string } | undefined {
  return status.conditions?.find(({ type, status: value }) => type === 'InvalidSpec' && value === 'True');
}
