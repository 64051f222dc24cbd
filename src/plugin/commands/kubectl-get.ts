import { ANY_NUMBER, type Command, word } from '../command.ts';
import { getDeploymentView } from '../views/deployment.ts';
import { deploymentOf, forEachTarget } from './each-target.ts';

/** Source: k8s.io/kubectl/pkg/cmd/get/get.go Run, with the server's own table. */
export const kubectlGet: Command = {
  words: [word('get')],
  about: 'Show a Deployment in a line.',
  usage: 'deployment/NAME',
  least: 1,
  most: ANY_NUMBER,
  flags: [],
  completes: 'Deployment',
  read: (args) =>
    forEachTarget(args.operands, (context, mention) => {
      const deployment = deploymentOf(context, mention, `get ${mention.kind} is not modelled`);
      context.print(getDeploymentView(deployment, context.nowMs));
    }),
};
