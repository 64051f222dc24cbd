/** What conditions of a scenario (`when`, `expect`) may speak of: the simulation gives exactly these, the documentation lists them. */
export interface ConditionMember {
  readonly name: string;
  readonly type: 'text' | 'whole number' | 'true or false';
  readonly text: string;
  /** The only values that it can have; absent: any of its type. */
  readonly values?: readonly string[];
}

export interface ConditionName {
  readonly name: string;
  readonly text: string;
  /** Absent for plain values. */
  readonly members?: readonly ConditionMember[];
}

const text = (name: string, about: string): ConditionMember => ({ name, type: 'text', text: about });
/** A text that is one of a few; also empty where `orEmpty` says so. */
const choice = (
  name: string,
  values: readonly string[],
  about: string,
  orEmpty: readonly string[] = [],
): ConditionMember => ({
  name,
  type: 'text',
  text: `${values.slice(0, -1).join(', ')} or ${values.at(-1) ?? ''}${about}`,
  values: [...values, ...orEmpty],
});
const count = (name: string, about: string): ConditionMember => ({ name, type: 'whole number', text: about });
const flag = (name: string, about: string): ConditionMember => ({ name, type: 'true or false', text: about });

const SIDE: readonly ConditionMember[] = [
  count('replicas', 'pods that its ReplicaSet is asked for'),
  count('ready', 'pods that are ready'),
  count('available', 'pods that are available'),
  text('hash', 'its pod-template hash; empty if there is none'),
  text('image', 'image of its first container; empty if there is none'),
  count('revision', 'its revision; 0 if there is none'),
];

const RUN: readonly ConditionMember[] = [
  text('name', 'metadata.name'),
  text('namespace', 'metadata.namespace'),
  choice('phase', ['Pending', 'Running', 'Successful', 'Failed', 'Error', 'Inconclusive'], '', ['']),
  text('message', 'status.message'),
];

export const CONDITION_NAMES: readonly ConditionName[] = [
  {
    name: 'rollout',
    text: 'the Rollout',
    members: [
      text('name', 'metadata.name'),
      text('namespace', 'metadata.namespace'),
      choice('phase', ['Healthy', 'Progressing', 'Paused', 'Degraded'], ', as the kubectl plugin shows it'),
      text('message', 'status.message'),
      count('step', 'the current step, counted from 0; the number of steps when all are done'),
      count('steps', 'how many steps there are'),
      count('weight', 'the weight that the steps ask for now, of `maxTrafficWeight` (100 unless the Rollout sets it)'),
      count('replicas', 'spec.replicas'),
      count('current', 'pods that exist'),
      count('updated', 'pods of the newest revision'),
      count('ready', 'pods that are ready'),
      count('available', 'pods that are available'),
      count('revision', 'the newest revision'),
      flag('paused', 'whether it is paused, by a step or by a person'),
      flag('aborted', 'whether the update is aborted'),
    ],
  },
  {
    name: 'deployment',
    text: 'the Deployment: the one that the Rollout takes its pods from, else the only one',
    members: [
      text('name', 'metadata.name'),
      text('namespace', 'metadata.namespace'),
      choice('phase', ['Healthy', 'Progressing', 'Paused', 'Degraded'], ', in the words that Rollouts have'),
      text('message', 'what it waits for, or why it is degraded'),
      count('replicas', 'spec.replicas'),
      count('current', 'pods that exist'),
      count('updated', 'pods of the newest revision'),
      count('ready', 'pods that are ready'),
      count('available', 'pods that are available'),
      count('revision', 'the newest revision'),
      flag('paused', 'whether it is paused'),
    ],
  },
  {
    name: 'experiment',
    text: 'the newest Experiment',
    members: [
      ...RUN,
      count('replicas', 'pods that its templates ask for'),
      count('available', 'pods that are available'),
    ],
  },
  { name: 'analysis', text: 'the newest AnalysisRun', members: RUN },
  { name: 'stable', text: 'the stable ReplicaSet of the Rollout, or else of the Deployment', members: SIDE },
  {
    name: 'canary',
    text: 'the ReplicaSet of the update; all zero or empty while no update is under way',
    members: SIDE,
  },
  {
    name: 'app',
    text: 'the Argo CD Application that manages the workload; all zero or empty without one',
    members: [
      text('name', 'its name'),
      choice('sync', ['Synced', 'OutOfSync', 'Unknown'], '', ['']),
      choice('health', ['Healthy', 'Progressing', 'Suspended', 'Degraded', 'Missing', 'Unknown'], '', ['']),
      text('revision', 'the Git revision that it was compared with, seven digits of it'),
      count('commit', 'which commit of the branch that is: the first is 1'),
      choice('operation', ['Running', 'Succeeded', 'Failed', 'Error'], ': the phase of the last sync', ['']),
      text('message', 'what the last sync says'),
      count('syncs', 'how many syncs its history has seen'),
    ],
  },
  {
    name: 'git',
    text: 'the Git repository of that Application',
    members: [
      text('revision', 'its newest revision, seven digits of it'),
      count('commit', 'how many commits the branch has'),
      text('message', 'message of the newest commit'),
    ],
  },
  { name: 'seconds', text: 'seconds since the start of the run' },
];
