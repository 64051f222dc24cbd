import { ANY_NUMBER, type Command, CommandError, word } from '../command.ts';
import { WHOLE_NUMBER } from '../flag-values.ts';
import { deploymentHistory } from '../views/deployment.ts';
import { deploymentOf, forEachTarget } from './each-target.ts';

/** Source: k8s.io/kubectl/pkg/cmd/rollout/rollout_history.go Validate, Run. */
export const rolloutHistory: Command = {
  words: [word('rollout'), word('history')],
  about: 'List the revisions of a Deployment, or show the pod template of one.',
  usage: 'deployment/NAME',
  least: 1,
  most: ANY_NUMBER,
  flags: [{ name: 'revision', about: 'Show the pod template of this revision.', value: WHOLE_NUMBER }],
  completes: 'Deployment',
  read: (args) =>
    forEachTarget(args.operands, (context, mention) => {
      const revision = Number(args.value('revision') ?? '0');
      if (revision < 0) throw new CommandError(`revision must be a positive integer: ${revision}`);
      const deployment = deploymentOf(context, mention, `no history viewer has been implemented for "${mention.kind}"`);
      const heading = revision > 0 ? `with revision #${revision}` : '';
      const history = deploymentHistory(context.api, deployment, revision);
      context.print(`deployment.apps/${mention.name.text} ${heading}\n${history}\n`);
    }),
};
