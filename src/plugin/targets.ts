import {
  ANALYSIS_RUN,
  DEPLOYMENT,
  EXPERIMENT,
  type KubeObject,
  REPLICA_SET,
  type Resource,
  ROLLOUT,
} from '../api/resources.ts';
import type { Mention, NamedKind } from './command.ts';
import type { CommandWord } from './words.ts';

/** A kind as kubectl's arguments name it. */
interface KindWords {
  readonly kind: NamedKind;
  readonly words: readonly string[];
  readonly group: string;
  readonly version: string;
}

const KINDS: readonly KindWords[] = [
  { kind: 'Rollout', words: ['rollout', 'rollouts', 'ro'], group: ROLLOUT.group, version: ROLLOUT.version },
  {
    kind: 'Deployment',
    words: ['deployment', 'deployments', 'deploy'],
    group: DEPLOYMENT.group,
    version: DEPLOYMENT.version,
  },
  {
    kind: 'ReplicaSet',
    words: ['replicaset', 'replicasets', 'rs'],
    group: REPLICA_SET.group,
    version: REPLICA_SET.version,
  },
];

/** The kind that a word of kubectl means: `deploy`, `rollouts.argoproj.io`, `deployment.v1.apps`; undefined if it is none that is known. */
function kindOf(text: string): NamedKind | undefined {
  const dot = text.indexOf('.');
  const name = (dot < 0 ? text : text.slice(0, dot)).toLowerCase();
  const suffix = dot < 0 ? '' : text.slice(dot + 1);
  return KINDS.find(
    ({ words, group, version }) =>
      words.includes(name) && (suffix === '' || suffix === group || suffix === `${version}.${group}`),
  )?.kind;
}

/** The objects that kubectl's arguments name, or the word that names no kind. */
export type Targets =
  | { readonly mentions: readonly Mention[]; readonly unknown?: undefined }
  | { readonly unknown: CommandWord | undefined; readonly mentions?: undefined };

/** Reads `TYPE/NAME...` or `TYPE NAME...`. Source: k8s.io/cli-runtime/pkg/resource/builder.go ResourceTypeOrNameArgs. */
export function readTargets(operands: readonly CommandWord[]): Targets {
  const [first, ...names] = operands;
  if (first === undefined) return { unknown: undefined };
  if (!first.text.includes('/')) {
    const kind = kindOf(first.text);
    if (kind === undefined || names.length === 0) return { unknown: first };
    const joined = names.find(({ text }) => text.includes('/'));
    return joined === undefined ? { mentions: names.map((name) => ({ kind, name })) } : { unknown: joined };
  }
  const mentions: Mention[] = [];
  for (const operand of operands) {
    const [type = '', name = '', ...more] = operand.text.split('/');
    const kind = kindOf(type);
    if (kind === undefined || name === '' || more.length > 0) return { unknown: operand };
    const start = Math.min(operand.start + type.length + 1, operand.end);
    mentions.push({ kind, name: { text: name, start, end: operand.end } });
  }
  return { mentions };
}

/** `rollout.argoproj.io`: a kind as kubectl's output names it. */
export function qualifiedKind({ kind, group }: Resource<KubeObject>): string {
  return group === '' ? kind.toLowerCase() : `${kind.toLowerCase()}.${group}`;
}

const RESOURCES: Readonly<Record<NamedKind, Resource<KubeObject>>> = {
  Rollout: ROLLOUT,
  AnalysisRun: ANALYSIS_RUN,
  Experiment: EXPERIMENT,
  Deployment: DEPLOYMENT,
  ReplicaSet: REPLICA_SET,
};

export function resourceOfKind(kind: NamedKind): Resource<KubeObject> {
  return RESOURCES[kind];
}
