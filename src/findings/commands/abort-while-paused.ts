import type { FindingRule } from '../finding.ts';
import { nameOf } from '../names.ts';
import { commandsThat } from './commands-that.ts';

export const abortWaits: FindingRule = {
  id: 'finding.abort.paused',
  title: 'An abort of a paused rollout moves no pod',
  statement: 'While spec.paused stands an aborted rollout is Degraded, but its pods stay where they are.',
  template: '{name} is aborted, but no pod moves while spec.paused stands',
  severity: 'stuck',
  source: 'rollout/canary.go reconcileCanaryReplicaSets',
  example: { inputs: { name: 'shop' }, text: 'shop is aborted, but no pod moves while spec.paused stands' },
  find: commandsThat(({ verb, found }, { rollout }) =>
    verb === 'abort' && found.spec.paused === true && rollout.status.abort === true && rollout.spec.paused === true
      ? { name: nameOf(rollout) }
      : undefined,
  ),
};
