import { ANY_NUMBER, type Command, type CommandContext, type Mention, word } from '../command.ts';
import { qualifiedKind, resourceOfKind } from '../targets.ts';
import { forEachTarget } from './each-target.ts';

function remove({ api, namespace, print }: CommandContext, { kind, name }: Mention): void {
  const resource = resourceOfKind(kind);
  api.delete(resource, namespace, name.text);
  print(`${qualifiedKind(resource)} "${name.text}" deleted from ${namespace} namespace\n`);
}

/** Source: k8s.io/kubectl/pkg/cmd/delete/delete.go DeleteResult. */
export const kubectlDelete: Command = {
  words: [word('delete')],
  about: 'Delete an object with all that it owns.',
  usage: 'TYPE/NAME',
  least: 1,
  most: ANY_NUMBER,
  flags: [],
  read: (args) => forEachTarget(args.operands, remove),
};
