import { type ActionKind, imageTag } from './action-kind.ts';

const TAG_LENGTH = 24;

/** A command line that a person types. */
export interface RunAction {
  readonly do: 'run';
  readonly command: string;
  /** The namespace of the kubectl context; the flag -n goes before it. */
  readonly namespace: string;
}

export const runKind: ActionKind<RunAction> = {
  by: 'person',
  heading: 'run',
  text: ({ command }) => command,
  label: ({ action, parsed }) => {
    if (parsed === undefined) return action.command;
    const { verb, operands, flags } = parsed;
    if (verb === 'set image') return ['set image', ...operands.flatMap(tagOfSetting)].join(' ');
    if (verb === 'scale') return `scale to ${flags['replicas'] ?? '?'}`;
    if (verb === 'app actions run') return operands[1] ?? verb;
    return verb.replace(/^app /, '');
  },
  targets: ({ namespace, parsed }) => (parsed?.objects ?? []).map(({ kind, name }) => ({ kind, namespace, name })),
};

/** `app=registry/app:v2` gives `v2`; a word that sets nothing gives none. */
function tagOfSetting(operand: string): readonly string[] {
  const equals = operand.indexOf('=');
  return equals < 0 ? [] : [imageTag(operand.slice(equals + 1)).slice(0, TAG_LENGTH)];
}
