import { RESTARTED_AT } from '../../api/deployments/names.ts';
import { DEPLOYMENT } from '../../api/resources.ts';
import { formatTime } from '../../api/times.ts';
import { ANY_NUMBER, type Command, type CommandContext, CommandError, type Mention, word } from '../command.ts';
import { deploymentOf, forEachTarget } from './each-target.ts';

/** Has all pods made anew by a changed annotation of the template. Source: k8s.io/kubectl/pkg/polymorphichelpers/objectrestarter.go. */
function restart(context: CommandContext, mention: Mention): void {
  const deployment = deploymentOf(context, mention, 'restarting is not supported');
  const name = mention.name.text;
  const { template, paused = false } = deployment.spec;
  if (paused) {
    throw new CommandError(`deployments.apps "${name}" can't restart paused deployment (run rollout resume first)`);
  }
  const restartedAt = formatTime(context.nowMs);
  if (template.metadata.annotations?.[RESTARTED_AT] === restartedAt) {
    throw new CommandError(
      `failed to create patch for ${name}: if restart has already been triggered within the past second, please wait before attempting to trigger another`,
    );
  }
  const annotations = { ...template.metadata.annotations, [RESTARTED_AT]: restartedAt };
  const restarted = { ...template, metadata: { ...template.metadata, annotations } };
  context.api.update(DEPLOYMENT, { ...deployment, spec: { ...deployment.spec, template: restarted } });
  context.print(`deployment.apps/${name} restarted\n`);
}

/** Source: k8s.io/kubectl/pkg/cmd/rollout/rollout_restart.go RunRestart. */
export const rolloutRestart: Command = {
  words: [word('rollout'), word('restart')],
  about: 'Have all pods of a Deployment made anew.',
  usage: 'deployment/NAME',
  least: 1,
  most: ANY_NUMBER,
  flags: [],
  completes: 'Deployment',
  read: (args) => forEachTarget(args.operands, restart),
};
