import { DEPLOYMENT } from '../../api/resources.ts';
import { ANY_NUMBER, type Command, type CommandContext, CommandError, type Mention, word } from '../command.ts';
import { deploymentOf, forEachTarget } from './each-target.ts';

/** Source: k8s.io/kubectl/pkg/polymorphichelpers/objectpauser.go, objectresumer.go. */
function setPaused(context: CommandContext, mention: Mention, paused: boolean): void {
  const verb = paused ? 'pausing' : 'resuming';
  const deployment = deploymentOf(context, mention, `${verb} is not supported`);
  const name = mention.name.text;
  if ((deployment.spec.paused ?? false) === paused) {
    throw new CommandError(`deployments.apps "${name}" is ${paused ? 'already' : 'not'} paused`);
  }
  context.api.update(DEPLOYMENT, { ...deployment, spec: { ...deployment.spec, paused } });
  context.print(`deployment.apps/${name} ${paused ? 'paused' : 'resumed'}\n`);
}

/** Source: k8s.io/kubectl/pkg/cmd/rollout/rollout_pause.go RunPause. */
export const rolloutPause: Command = {
  words: [word('rollout'), word('pause')],
  about: 'Keep a Deployment from rolling out what changes.',
  usage: 'deployment/NAME',
  least: 1,
  most: ANY_NUMBER,
  flags: [],
  completes: 'Deployment',
  read: (args) => forEachTarget(args.operands, (context, mention) => setPaused(context, mention, true)),
};

/** Source: k8s.io/kubectl/pkg/cmd/rollout/rollout_resume.go RunResume. */
export const rolloutResume: Command = {
  words: [word('rollout'), word('resume')],
  about: 'Let a paused Deployment roll out again.',
  usage: 'deployment/NAME',
  least: 1,
  most: ANY_NUMBER,
  flags: [],
  completes: 'Deployment',
  read: (args) => forEachTarget(args.operands, (context, mention) => setPaused(context, mention, false)),
};
