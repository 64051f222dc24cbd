import { ROLLOUT } from '../../api/resources.ts';
import { ANY_NUMBER, type Command, rolloutsCommand, word } from '../command.ts';
import { forEachName } from './each-name.ts';

/** Source: pkg/kubectl-argo-rollouts/cmd/retry/retry.go RetryRollout. */
export const retryRollout: Command = {
  words: rolloutsCommand(word('retry'), word('rollout', 'ro', 'rollouts')),
  about: 'Retry an aborted rollout.',
  usage: 'NAME...',
  least: 1,
  most: ANY_NUMBER,
  flags: [],
  completes: 'Rollout',
  read: (args) =>
    forEachName(args, 'Rollout', ({ api, namespace, print }, name) => {
      api.patch(ROLLOUT, namespace, name, { status: { abort: false } }, { subresource: 'status' });
      print(`rollout '${name}' retried\n`);
    }),
};
