import { ApiError } from '../../api/errors.ts';
import { DEPLOYMENT, REPLICA_SET, ROLLOUT } from '../../api/resources.ts';
import { POD_TEMPLATE_HASH_LABEL } from '../../api/rollouts/names.ts';
import type { PodTemplateSpec } from '../../api/shape/core.ts';
import type { Rollout } from '../../api/shape/rollout.ts';
import { type Command, type CommandContext, CommandError, rolloutsCommand, word } from '../command.ts';
import { deepDerivative } from '../deep-derivative.ts';
import { WHOLE_NUMBER } from '../flag-values.ts';
import { replicaSetOfRevision } from '../rollout-revisions.ts';
import { forEachName } from './each-name.ts';

/** A template without the label that the controller puts on the pods of a version. */
function withoutHash(template: PodTemplateSpec): PodTemplateSpec {
  const { [POD_TEMPLATE_HASH_LABEL]: hash, ...labels } = template.metadata.labels ?? {};
  return hash === undefined ? template : { ...template, metadata: { ...template.metadata, labels } };
}

/** A rollout whose template is its workload's has none of its own; ours keeps Go's zero value in its place. */
function hasTemplate({ metadata, spec }: PodTemplateSpec): boolean {
  return Object.keys(metadata).length > 0 || (spec.containers ?? []).length > 0;
}

/**
 * Puts the template into the rollout, or into the object that its workloadRef names. A PodTemplate has no such field, so the API server
 * refuses the patch. Source: pkg/kubectl-argo-rollouts/cmd/undo/undo.go RunUndoRollout, undoWorkloadRef.
 */
function restoreTemplate({ api }: CommandContext, rollout: Rollout, template: PodTemplateSpec): void {
  const reference = rollout.spec.workloadRef;
  if (reference === undefined) {
    api.update(ROLLOUT, { ...rollout, spec: { ...rollout.spec, template } });
    return;
  }
  const namespace = rollout.metadata.namespace ?? '';
  const name = reference.name ?? '';
  switch (reference.kind) {
    case 'Deployment': {
      const object = api.get(DEPLOYMENT, namespace, name);
      api.update(DEPLOYMENT, { ...object, spec: { ...object.spec, template } });
      return;
    }
    case 'ReplicaSet': {
      const object = api.get(REPLICA_SET, namespace, name);
      api.update(REPLICA_SET, { ...object, spec: { ...object.spec, template } });
      return;
    }
    case 'PodTemplate':
      api.get(api.resourceFor('v1', 'PodTemplate'), namespace, name);
      throw new CommandError('the server rejected our request due to an error in our request');
    default:
      throw new CommandError(`workload of type ${reference.kind ?? ''} is not supported`);
  }
}

/**
 * Brings back the whole template of an earlier ReplicaSet, with whatever the controller put into it. Nothing happens if that template has
 * all that the rollout's own says. Source: pkg/kubectl-argo-rollouts/cmd/undo/undo.go RunUndoRollout, equalIgnoreHash.
 */
function undoRollout(context: CommandContext, name: string, toRevision: number): string {
  const rollout = context.api.get(ROLLOUT, context.namespace, name);
  const replicaSet = replicaSetOfRevision(context.api, rollout, toRevision);
  const template = withoutHash(replicaSet.spec.template);
  const own = rollout.spec.template;
  if (hasTemplate(own) && deepDerivative(withoutHash(own), template)) {
    return `skipped rollback (current template already matches revision ${toRevision})`;
  }
  try {
    restoreTemplate(context, rollout, template);
  } catch (error) {
    if (!(error instanceof ApiError || error instanceof CommandError)) throw error;
    throw new CommandError(`failed restoring revision ${toRevision}: ${error.message}`);
  }
  return `rollout '${name}' undo\n`;
}

export const undo: Command = {
  words: rolloutsCommand(word('undo')),
  about: 'Bring back the template of an earlier revision: the one before the latest, or --to-revision.',
  usage: 'NAME',
  least: 1,
  most: 1,
  flags: [
    { name: 'to-revision', about: 'The revision to go back to; 0 is the one before the latest.', value: WHOLE_NUMBER },
  ],
  completes: 'Rollout',
  read: (args) =>
    forEachName(args, 'Rollout', (context, name) => {
      context.print(undoRollout(context, name, Number(args.value('to-revision') ?? '0')));
    }),
};
