import { ROLLOUT } from '../../api/resources.ts';
import { ANY_NUMBER, type Command, rolloutsCommand, word } from '../command.ts';
import { forEachName } from './each-name.ts';

/** Source: pkg/kubectl-argo-rollouts/cmd/pause/pause.go NewCmdPause. */
export const pause: Command = {
  words: rolloutsCommand(word('pause')),
  about: 'Pause a rollout until it is promoted.',
  usage: 'NAME...',
  least: 1,
  most: ANY_NUMBER,
  flags: [],
  completes: 'Rollout',
  read: (args) =>
    forEachName(args, 'Rollout', ({ api, namespace, print }, name) => {
      api.patch(ROLLOUT, namespace, name, { spec: { paused: true } });
      print(`rollout '${name}' paused\n`);
    }),
};
