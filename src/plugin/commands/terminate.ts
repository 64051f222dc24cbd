import { ANALYSIS_RUN, EXPERIMENT } from '../../api/resources.ts';
import { ANY_NUMBER, type Command, rolloutsCommand, word } from '../command.ts';
import { forEachName } from './each-name.ts';

const TERMINATE = { spec: { terminate: true } };

/** Source: pkg/kubectl-argo-rollouts/cmd/terminate/terminate.go NewCmdTerminateAnalysisRun. */
export const terminateAnalysisRun: Command = {
  words: rolloutsCommand(word('terminate'), word('analysisrun', 'ar', 'analysisruns')),
  about: 'Terminate an AnalysisRun.',
  usage: 'NAME...',
  least: 1,
  most: ANY_NUMBER,
  flags: [],
  completes: 'AnalysisRun',
  read: (args) =>
    forEachName(args, 'AnalysisRun', ({ api, namespace, print }, name) => {
      api.patch(ANALYSIS_RUN, namespace, name, TERMINATE);
      print(`analysisRun '${name}' terminated\n`);
    }),
};

/** Says `retried`, as the reference does. Source: pkg/kubectl-argo-rollouts/cmd/terminate/terminate.go NewCmdTerminateExperiment. */
export const terminateExperiment: Command = {
  words: rolloutsCommand(word('terminate'), word('experiment', 'exp', 'experiments')),
  about: 'Terminate an experiment.',
  usage: 'NAME...',
  least: 1,
  most: ANY_NUMBER,
  flags: [],
  completes: 'Experiment',
  read: (args) =>
    forEachName(args, 'Experiment', ({ api, namespace, print }, name) => {
      api.patch(EXPERIMENT, namespace, name, TERMINATE);
      print(`experiment '${name}' retried\n`);
    }),
};
