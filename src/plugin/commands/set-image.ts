import { DEPLOYMENT, ROLLOUT } from '../../api/resources.ts';
import {
  type Arguments,
  type Command,
  type CommandContext,
  CommandError,
  type ReadyCommand,
  type RefusedArguments,
  rolloutsCommand,
  word,
} from '../command.ts';
import { withImage } from '../pod-templates.ts';

type Templated = { readonly spec: { readonly template: { readonly spec: Parameters<typeof withImage>[0] } } };

/** The object with another image in its template. */
function withTemplateImage<T extends Templated>(object: T, container: string, image: string): T {
  const { template } = object.spec;
  const spec = withImage(template.spec, container, image);
  if (spec === undefined) throw new CommandError(`unable to find container named "${container}"`);
  return { ...object, spec: { ...object.spec, template: { ...template, spec } } };
}

/**
 * Changes the rollout, or the Deployment of the name that its workloadRef gives, whatever kind the workloadRef says.
 * Source: pkg/kubectl-argo-rollouts/cmd/set/set_image.go SetImage.
 */
function setImageOf({ api, namespace, print }: CommandContext, name: string, container: string, image: string): void {
  const rollout = api.get(ROLLOUT, namespace, name);
  const reference = rollout.spec.workloadRef;
  if (reference === undefined) {
    api.update(ROLLOUT, withTemplateImage(rollout, container, image));
    print(`rollout "${name}" image updated\n`);
    return;
  }
  if (reference.name === undefined) throw new CommandError('spec.workloadRef.name is not a string: <nil>');
  const deployment = api.get(DEPLOYMENT, namespace, reference.name);
  api.update(DEPLOYMENT, withTemplateImage(deployment, container, image));
  print(`deployment "${reference.name}" image updated\n`);
}

function readSetImage({ operands }: Arguments): ReadyCommand | RefusedArguments {
  const [name, setting] = operands;
  const [container = '', image = '', ...more] = setting?.text.split('=') ?? [];
  if (name === undefined || setting === undefined || container === '' || image === '' || more.length > 0) {
    return { refused: setting };
  }
  const { start } = setting;
  return {
    mentions: [{ kind: 'Rollout', name, container: { text: container, start, end: start + container.length } }],
    run: (context) => setImageOf(context, name.text, container, image),
  };
}

export const setImage: Command = {
  words: rolloutsCommand(word('set'), word('image')),
  about: 'Give a container of a rollout another image; `*` means every container.',
  usage: 'NAME CONTAINER=IMAGE',
  least: 2,
  most: 2,
  flags: [],
  completes: 'Rollout',
  read: readSetImage,
};
