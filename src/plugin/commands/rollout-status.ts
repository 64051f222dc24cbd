import { type Command, ANY_NUMBER, word } from '../command.ts';
import { DURATION, WHOLE_NUMBER } from '../flag-values.ts';
import { deploymentRolloutStatus } from '../views/deployment.ts';
import { deploymentOf, forEachTarget } from './each-target.ts';

/**
 * The status of the moment, whether watched or not: a command that is carried out does not wait.
 * Source: k8s.io/kubectl/pkg/cmd/rollout/rollout_status.go Run.
 */
export const rolloutStatus: Command = {
  words: [word('rollout'), word('status')],
  about: 'Show how far the rollout of a Deployment is; fails if it missed its deadline.',
  usage: 'deployment/NAME',
  least: 1,
  most: ANY_NUMBER,
  flags: [
    { name: 'watch', short: 'w', about: 'Until the rollout is done.' },
    { name: 'revision', about: 'Only if this revision is the one that runs.', value: WHOLE_NUMBER },
    { name: 'timeout', about: 'How long to watch at most.', value: DURATION },
  ],
  completes: 'Deployment',
  read: (args) =>
    forEachTarget(args.operands, (context, mention) => {
      const deployment = deploymentOf(context, mention, `no status viewer has been implemented for ${mention.kind}`);
      const { text } = deploymentRolloutStatus(deployment, Number(args.value('revision') ?? '0'));
      context.print(text);
    }),
};
