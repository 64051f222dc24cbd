import {
  equalIgnoreHash,
  ownAnnotations,
  sharedAnnotations,
  withoutTemplateHash,
} from '../../api/deployments/revisions.ts';
import { ApiError } from '../../api/errors.ts';
import { DEPLOYMENT } from '../../api/resources.ts';
import { ANY_NUMBER, type Command, type CommandContext, CommandError, type Mention, word } from '../command.ts';
import { replicaSetToRestore } from '../deployment-revisions.ts';
import { WHOLE_NUMBER } from '../flag-values.ts';
import { deploymentOf, forEachTarget } from './each-target.ts';

/** Brings back the template and the annotations of a ReplicaSet. Source: k8s.io/kubectl/pkg/polymorphichelpers/rollback.go Rollback. */
function undo(context: CommandContext, mention: Mention, revision: number): string {
  const deployment = deploymentOf(context, mention, `no rollbacker has been implemented for "${mention.kind}"`);
  const replicaSet = replicaSetToRestore(context.api, deployment, revision);
  if (deployment.spec.paused === true) {
    throw new CommandError(
      "you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again",
    );
  }
  if (equalIgnoreHash(replicaSet.spec.template, deployment.spec.template)) {
    return `skipped rollback (current template already matches revision ${revision})`;
  }
  const annotations = { ...ownAnnotations(deployment), ...sharedAnnotations(replicaSet) };
  const template = withoutTemplateHash(replicaSet.spec.template);
  try {
    context.api.update(DEPLOYMENT, {
      ...deployment,
      metadata: { ...deployment.metadata, annotations },
      spec: { ...deployment.spec, template },
    });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    throw new CommandError(`failed restoring revision ${revision}: ${error.message}`);
  }
  return 'rolled back';
}

/** Source: k8s.io/kubectl/pkg/cmd/rollout/rollout_undo.go RunUndo. */
export const rolloutUndo: Command = {
  words: [word('rollout'), word('undo')],
  about: 'Take a Deployment back to an earlier revision: the one before the latest, or --to-revision.',
  usage: 'deployment/NAME',
  least: 1,
  most: ANY_NUMBER,
  flags: [
    { name: 'to-revision', about: 'The revision to go back to; 0 is the one before the latest.', value: WHOLE_NUMBER },
  ],
  completes: 'Deployment',
  read: (args) =>
    forEachTarget(args.operands, (context, mention) => {
      const result = undo(context, mention, Number(args.value('to-revision') ?? '0'));
      context.print(`deployment.apps/${mention.name.text} ${result}\n`);
    }),
};
