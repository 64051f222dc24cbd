import { ANY_NUMBER, type Command, type CommandContext, rolloutsCommand, word } from '../command.ts';
import { ALL_NAMESPACES, TEXT } from '../flag-values.ts';
import { listExperimentsView } from '../views/list-experiments.ts';
import { listRolloutsView } from '../views/list-rollouts.ts';

function scopeOf({ namespace }: CommandContext, all: boolean): { readonly namespace?: string } {
  return all ? {} : { namespace };
}

/** Words behind the command are ignored, as by the reference. Source: pkg/kubectl-argo-rollouts/cmd/list/list_rollouts.go. */
export const listRollouts: Command = {
  words: rolloutsCommand(word('list'), word('rollouts', 'ro', 'rollout')),
  about: 'List rollouts.',
  usage: '',
  least: 0,
  most: ANY_NUMBER,
  flags: [
    ALL_NAMESPACES,
    { name: 'name', about: 'Only the rollout of this name.', value: TEXT },
    { name: 'timestamps', about: 'With the time of the list.' },
  ],
  read: (args) => ({
    mentions: [],
    run: (context) => {
      const name = args.value('name');
      const timestamps = args.isOn('timestamps');
      const { api, nowMs, print } = context;
      const scope = scopeOf(context, args.isOn(ALL_NAMESPACES.name));
      print(listRolloutsView(api, { ...scope, nowMs, timestamps, ...(name === undefined ? {} : { name }) }));
    },
  }),
};

/** Source: pkg/kubectl-argo-rollouts/cmd/list/list_experiments.go. */
export const listExperiments: Command = {
  words: rolloutsCommand(word('list'), word('experiments', 'exp', 'experiment')),
  about: 'List experiments.',
  usage: '',
  least: 0,
  most: ANY_NUMBER,
  flags: [ALL_NAMESPACES],
  read: (args) => ({
    mentions: [],
    run: (context) => {
      const { api, nowMs, print } = context;
      print(listExperimentsView(api, { ...scopeOf(context, args.isOn(ALL_NAMESPACES.name)), nowMs }));
    },
  }),
};
