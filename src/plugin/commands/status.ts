import { type Command, CommandError, rolloutsCommand, word } from '../command.ts';
import { statusLine } from '../views/status.ts';
import { forEachName } from './each-name.ts';

/**
 * The status of the moment, whether watched or not: a command that is carried out does not wait.
 * Source: pkg/kubectl-argo-rollouts/cmd/status/status.go NewCmdStatus.
 */
export const status: Command = {
  words: rolloutsCommand(word('status')),
  about: 'Show the status of a rollout; fails if it is Degraded.',
  usage: 'NAME',
  least: 1,
  most: 1,
  flags: [{ name: 'watch', short: 'w', about: 'Until the rollout is Healthy or Degraded.' }],
  completes: 'Rollout',
  read: (args) =>
    forEachName(args, 'Rollout', ({ api, namespace, print }, name) => {
      const { text, error } = statusLine(api, { namespace, name });
      print(`${text}\n`);
      if (error !== undefined) throw new CommandError(error);
    }),
};
