import { DEPLOYMENT, type KubeObject, REPLICA_SET, type Resource } from '../../api/resources.ts';
import type { Container, PodTemplateSpec } from '../../api/shape/core.ts';
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
import { qualifiedKind } from '../targets.ts';
import type { CommandWord } from '../words.ts';
import { forEachTarget } from './each-target.ts';

/** A container's name, or `*` for all, and its new image. */
interface Setting {
  readonly container: string;
  readonly image: string;
}

type Templated = KubeObject & { readonly spec: { readonly template: PodTemplateSpec } };

/** Source: k8s.io/kubectl/pkg/cmd/set/set_image.go setImage; ephemeral containers stay as they are. */
function setImage(template: PodTemplateSpec, { container, image }: Setting): PodTemplateSpec | undefined {
  let found = false;
  const change = (candidate: Container): Container => {
    if (candidate.name !== container && container !== '*') return candidate;
    found = true;
    return { ...candidate, image };
  };
  const { spec } = template;
  const initContainers = spec.initContainers?.map(change);
  const containers = spec.containers?.map(change) ?? null;
  return found ? { ...template, spec: { ...spec, initContainers, containers } } : undefined;
}

/** Sets the images that it can; names of containers that are not there are an error all the same. */
function setImages<T extends Templated>(
  { api, namespace, print }: CommandContext,
  resource: Resource<T>,
  name: string,
  settings: readonly Setting[],
): void {
  const object = api.get(resource, namespace, name);
  const errors: string[] = [];
  let { template } = object.spec;
  for (const setting of settings) {
    const changed = setImage(template, setting);
    if (changed === undefined) errors.push(`unable to find container named "${setting.container}"`);
    else template = changed;
  }
  const after = api.update(resource, { ...object, spec: { ...object.spec, template } });
  if (after !== object) print(`${qualifiedKind(resource)}/${name} image updated\n`);
  if (errors.length > 0) throw new CommandError(errors.join('\n'));
}

function setImagesOf(context: CommandContext, { kind, name }: Mention, settings: readonly Setting[]): void {
  if (kind === 'Deployment') setImages(context, DEPLOYMENT, name.text, settings);
  else if (kind === 'ReplicaSet') setImages(context, REPLICA_SET, name.text, settings);
  else
    throw new CommandError(
      `${kind.toLowerCase()}s/${name.text} the object is not a pod or does not have a pod template`,
    );
}

function settingOf({ text }: CommandWord): Setting | undefined {
  const equals = text.indexOf('=');
  const setting = { container: text.slice(0, equals), image: text.slice(equals + 1) };
  return equals < 1 || setting.image === '' ? undefined : setting;
}

/** Source: k8s.io/kubectl/pkg/cmd/util/kubectl_match_version.go GetResourcesAndPairs: objects first, then pairs. */
function readSetImage({ operands }: Arguments): ReadyCommand | RefusedArguments {
  const pairs = operands.filter(({ text }) => text.includes('='));
  const settings = pairs.flatMap((pair) => settingOf(pair) ?? []);
  const wrong = pairs.find((pair) => settingOf(pair) === undefined);
  if (wrong !== undefined || settings.length === 0) return { refused: wrong };
  const everyone = pairs.find(({ text }) => text.startsWith('*='));
  if (everyone !== undefined && settings.length > 1) return { refused: everyone };
  const named = operands.filter(({ text }) => !text.includes('='));
  const ready = forEachTarget(named, (context, mention) => setImagesOf(context, mention, settings));
  if ('refused' in ready) return ready;
  const containers = pairs.map(({ text, start }): CommandWord => {
    const length = text.indexOf('=');
    return { text: text.slice(0, length), start, end: start + length };
  });
  return {
    ...ready,
    mentions: ready.mentions.flatMap((mention) => containers.map((container) => ({ ...mention, container }))),
  };
}

export const kubectlSetImage: Command = {
  words: [word('set'), word('image')],
  about: 'Give containers of a Deployment other images; `*` means every container.',
  usage: 'deployment/NAME CONTAINER=IMAGE',
  least: 2,
  most: ANY_NUMBER,
  flags: [],
  completes: 'Deployment',
  read: readSetImage,
};
