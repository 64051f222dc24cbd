import { ANY_NUMBER, type Command, word } from '../command.ts';
import { deploymentHistory } from '../views/deployment.ts';
import { deploymentOf, forEachTarget } from './each-target.ts';

/** Source: k8s.io/kubectl/pkg/cmd/rollout/rollout_history.go Run. */
export const rolloutHistory: Command = {
  words: [word('rollout'), word('history')],
  about: 'List the revisions of a Deployment.',
  usage: 'deployment/NAME',
  least: 1,
  most: ANY_NUMBER,
  flags: [],
  completes: 'Deployment',
  read: (args) =>
    forEachTarget(args.operands, (context, mention) => {
      const deployment = deploymentOf(context, mention, `no history viewer has been implemented for "${mention.kind}"`);
      context.print(`deployment.apps/${mention.name.text} \n${deploymentHistory(context.api, deployment)}\n`);
    }),
};
