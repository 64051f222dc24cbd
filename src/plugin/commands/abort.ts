import { ROLLOUT } from '../../api/resources.ts';
import { ANY_NUMBER, type Command, rolloutsCommand, word } from '../command.ts';
import { forEachName } from './each-name.ts';

/** Source: pkg/kubectl-argo-rollouts/cmd/abort/abort.go AbortRollout. */
export const abort: Command = {
  words: rolloutsCommand(word('abort')),
  about: 'Abort a rollout: the stable version takes over again.',
  usage: 'NAME...',
  least: 1,
  most: ANY_NUMBER,
  flags: [],
  completes: 'Rollout',
  read: (args) =>
    forEachName(args, 'Rollout', ({ api, namespace, print }, name) => {
      api.patch(ROLLOUT, namespace, name, { status: { abort: true } }, { subresource: 'status' });
      print(`rollout '${name}' aborted\n`);
    }),
};
