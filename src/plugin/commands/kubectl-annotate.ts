import { CHANGE_CAUSE } from '../../api/deployments/names.ts';
import { own, setOwn } from '../../text/own.ts';
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
import { qualifiedKind, resourceOfKind } from '../targets.ts';
import { forEachTarget } from './each-target.ts';

/** A new value; null takes the annotation away. */
type Changes = Readonly<Record<string, string | null>>;

/** Source: k8s.io/kubectl/pkg/cmd/annotate/annotate.go validateNoAnnotationOverwrites. */
function refuseOverwrites(current: Readonly<Record<string, string>>, changes: Changes): void {
  const kept = Object.entries(changes).filter(([key, value]) => {
    const before = own(current, key);
    return value !== null && key !== CHANGE_CAUSE && before !== undefined && before !== value;
  });
  if (kept.length === 0) return;
  const texts = kept.map(([key]) => `'${key}' already has a value (${own(current, key) ?? ''})`);
  throw new CommandError(`--overwrite is false but found the following declared annotation(s): ${texts.join('; ')}`);
}

function annotate(
  { api, namespace, print }: CommandContext,
  { kind, name }: Mention,
  changes: Changes,
  overwrite: boolean,
): void {
  const resource = resourceOfKind(kind);
  const { metadata } = api.get(resource, namespace, name.text);
  if (!overwrite) refuseOverwrites(metadata.annotations ?? {}, changes);
  api.patch(resource, namespace, name.text, { metadata: { annotations: changes } });
  print(`${qualifiedKind(resource)}/${name.text} annotated\n`);
}

/** Source: annotate.go ParsePairs: `KEY=VALUE` sets, `KEY-` removes. */
function readAnnotate(args: Arguments): ReadyCommand | RefusedArguments {
  const first = args.operands.findIndex(({ text }) => text.includes('=') || text.endsWith('-'));
  const pairs = first < 0 ? [] : args.operands.slice(first);
  const changes: Record<string, string | null> = {};
  for (const pair of pairs) {
    const equals = pair.text.indexOf('=');
    if (equals > 0) setOwn(changes, pair.text.slice(0, equals), pair.text.slice(equals + 1));
    else if (equals < 0 && pair.text.endsWith('-')) setOwn(changes, pair.text.slice(0, -1), null);
    else return { refused: pair };
  }
  if (pairs.length === 0) return { refused: undefined };
  return forEachTarget(args.operands.slice(0, first), (context, mention) => {
    annotate(context, mention, changes, args.isOn('overwrite'));
  });
}

export const kubectlAnnotate: Command = {
  words: [word('annotate')],
  about: 'Set annotations of an object, or take them away.',
  usage: 'TYPE/NAME KEY=VALUE',
  least: 2,
  most: ANY_NUMBER,
  flags: [{ name: 'overwrite', about: 'Also those that have a value.' }],
  read: readAnnotate,
};
