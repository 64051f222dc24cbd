import { DEPLOYMENT, type KubeObject, REPLICA_SET, type Resource, ROLLOUT } from '../../api/resources.ts';
import {
  ANY_NUMBER,
  type Arguments,
  type Command,
  type CommandContext,
  CommandError,
  type Mention,
  type ReadyCommand,
  type RefusedArguments,
  word,
} from '../command.ts';
import { WHOLE_NUMBER } from '../flag-values.ts';
import { qualifiedKind, readTargets } from '../targets.ts';

/** The condition of `--current-replicas`. Source: k8s.io/kubectl/pkg/scale/scale.go ScalePrecondition.validate. */
function checkCurrent(wanted: number | undefined, found: number): void {
  if (wanted === undefined || wanted === -1 || wanted === found) return;
  throw new CommandError(`Expected replicas to be ${wanted}, was ${found}`);
}

interface Counts {
  readonly replicas: number;
  readonly current: number | undefined;
}

type Scalable = KubeObject & { readonly spec: { readonly replicas?: number | undefined } };

/** Source: k8s.io/kubectl/pkg/cmd/scale/scale.go RunScale. */
function scaleOne<T extends Scalable>(
  context: CommandContext,
  resource: Resource<T>,
  name: string,
  counts: Counts,
): void {
  const { api, namespace, print } = context;
  const { spec } = api.get(resource, namespace, name);
  checkCurrent(counts.current, spec.replicas ?? 0);
  api.patch(resource, namespace, name, { spec: { replicas: counts.replicas } });
  print(`${qualifiedKind(resource)}/${name} scaled\n`);
}

function scaleMention(context: CommandContext, { kind, name }: Mention, counts: Counts): void {
  switch (kind) {
    case 'Rollout':
      scaleOne(context, ROLLOUT, name.text, counts);
      return;
    case 'Deployment':
      scaleOne(context, DEPLOYMENT, name.text, counts);
      return;
    case 'ReplicaSet':
      scaleOne(context, REPLICA_SET, name.text, counts);
      return;
    case 'AnalysisRun':
    case 'Experiment':
      throw new CommandError('the server could not find the requested resource');
  }
}

function readScale(args: Arguments): ReadyCommand | RefusedArguments {
  const targets = readTargets(args.operands);
  const replicas = Number(args.value('replicas') ?? '-1');
  if (targets.mentions === undefined) return { refused: targets.unknown };
  if (replicas < 0) return { refused: undefined };
  const current = args.value('current-replicas');
  const counts = { replicas, current: current === undefined ? undefined : Number(current) };
  return {
    mentions: targets.mentions,
    run: (context) => {
      for (const mention of targets.mentions) scaleMention(context, mention, counts);
    },
  };
}

export const scale: Command = {
  words: [word('scale')],
  about: 'Change the number of pods of a rollout, a Deployment, or a ReplicaSet.',
  usage: 'TYPE/NAME --replicas=COUNT',
  least: 1,
  most: ANY_NUMBER,
  flags: [
    { name: 'replicas', about: 'The new number of pods.', value: WHOLE_NUMBER },
    { name: 'current-replicas', about: 'Only if there are as many pods wanted now.', value: WHOLE_NUMBER },
  ],
  read: readScale,
};
