import type { PodBehaviour } from '../cluster.ts';
import { type ActionKind, imageTag } from './action-kind.ts';

/** From now on pods of an image behave differently; concerns pods that were never ready yet. */
export interface ImageAction {
  readonly do: 'image';
  readonly image: string;
  readonly behaviour: PodBehaviour;
}

function imageText(image: string): string {
  return `pods of ${image} behave otherwise from now on`;
}

export const imageKind: ActionKind<ImageAction> = {
  by: 'fault',
  heading: 'fault',
  text: ({ image }) => imageText(image),
  label: ({ action }) => imageText(imageTag(action.image)),
  targets: ({ action: { image } }) => [{ image }],
};
