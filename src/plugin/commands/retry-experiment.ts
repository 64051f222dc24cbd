import { EXPERIMENT } from '../../api/resources.ts';
import { ANY_NUMBER, type Command, rolloutsCommand, word } from '../command.ts';
import { forEachName } from './each-name.ts';

/** Clears the whole status. Source: pkg/kubectl-argo-rollouts/cmd/retry/retry.go RetryExperiment. */
export const retryExperiment: Command = {
  words: rolloutsCommand(word('retry'), word('experiment', 'exp', 'experiments')),
  about: 'Retry a failed experiment.',
  usage: 'NAME...',
  least: 1,
  most: ANY_NUMBER,
  flags: [],
  completes: 'Experiment',
  read: (args) =>
    forEachName(args, 'Experiment', ({ api, namespace, print }, name) => {
      api.patch(EXPERIMENT, namespace, name, { status: null });
      print(`experiment '${name}' retried\n`);
    }),
};
