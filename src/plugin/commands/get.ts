import { type Arguments, type Command, type NamedKind, type ReadyCommand, rolloutsCommand, word } from '../command.ts';
import { getExperimentView } from '../views/get-experiment.ts';
import { getRolloutView } from '../views/get-rollout.ts';
import { forEachName } from './each-name.ts';

const NO_COLOR = { name: 'no-color', about: 'Without colours.' };

function show(args: Arguments, kind: NamedKind, view: typeof getRolloutView): ReadyCommand {
  return forEachName(args, kind, ({ api, namespace, nowMs, print }, name) => {
    print(view(api, { namespace, name, nowMs, color: !args.isOn('no-color') }));
  });
}

/** Source: pkg/kubectl-argo-rollouts/cmd/get/get_rollout.go NewCmdGetRollout. */
export const getRollout: Command = {
  words: rolloutsCommand(word('get'), word('rollout', 'ro', 'rollouts')),
  about: 'Show a rollout with its ReplicaSets, pods, experiments and AnalysisRuns.',
  usage: 'NAME',
  least: 1,
  most: 1,
  flags: [NO_COLOR],
  completes: 'Rollout',
  read: (args) => show(args, 'Rollout', getRolloutView),
};

/** Source: pkg/kubectl-argo-rollouts/cmd/get/get_experiment.go NewCmdGetExperiment. */
export const getExperiment: Command = {
  words: rolloutsCommand(word('get'), word('experiment', 'exp', 'experiments')),
  about: 'Show an experiment with its ReplicaSets, pods and AnalysisRuns.',
  usage: 'NAME',
  least: 1,
  most: 1,
  flags: [NO_COLOR],
  completes: 'Experiment',
  read: (args) => show(args, 'Experiment', getExperimentView),
};
