import { type Because, defineUncheckedRule, type Rule } from '../api/reason.ts';
import { CLUSTER_RULES } from '../cluster/rules.ts';
import { RULES } from '../controllers/rules.ts';
import { type Action, actionText } from '../world/actions/actions.ts';

/** What people, Git, the platform and faults do, the script decides. */
export const scriptedAction = defineUncheckedRule<'action'>({
  id: 'action',
  title: 'The script changes an object',
  statement: 'What people, Git, the platform and faults do at a time, or when a condition holds, is in the script.',
  template: '{action}',
  source: 'simulation/actions.ts act',
  explains: 'detail',
  example: { inputs: { action: 'kubectl argo rollouts promote shop' }, text: 'kubectl argo rollouts promote shop' },
});

export const manifestApplied = defineUncheckedRule<'name'>({
  id: 'action.manifest',
  title: 'The run begins with the manifests',
  statement: 'The manifests are applied in order before anything else happens.',
  template: 'the run begins with {name}',
  source: 'simulation/simulation.ts start',
  explains: 'detail',
  example: { inputs: { name: 'shop' }, text: 'the run begins with shop' },
});

export const repositoryCreated = defineUncheckedRule<'name'>({
  id: 'action.repository',
  title: 'The run begins with the Git repositories',
  statement: 'Each Git repository has its first commit when the run begins.',
  template: 'the run begins with the Git repository {name}',
  source: 'simulation/simulation.ts start',
  explains: 'detail',
  example: { inputs: { name: 'shop' }, text: 'the run begins with the Git repository shop' },
});

/** Why an action changed something: it is at this place of the timeline. */
export function becauseOfAction(action: Action, seq: number): Because {
  return () => scriptedAction.because({ action: { value: actionText(action), from: { action: seq } } });
}

const ACTION_RULES: readonly Rule[] = [scriptedAction, manifestApplied, repositoryCreated];

/** Every rule that reasons of a run can name, in the order of ids. */
export const RUN_RULES: readonly Rule[] = [...RULES, ...CLUSTER_RULES, ...ACTION_RULES].sort((a, b) =>
  a.id < b.id ? -1 : 1,
);
