import type { PodBehaviour } from '../cluster.ts';
import { type ActionKind, imageTag } from './action-kind.ts';

/** From now on pods of an image behave differently; affects pods that have never been ready. */
export interface ImageAction {
  readonly do: 'image';
  readonly image: string;
  readonly behaviour: PodBehaviour;
}

function imageText(image: string): string {
  return `pods of ${image} behave differently from now on`;
}

export const imageKind: ActionKind<ImageAction> = {
  by: 'fault',
  heading: 'fault',
  text: ({ image }) => imageText(image),
  label: ({ action }) => imageText(imageTag(action.image)),
  targets: ({ action: { image } }) => [{ image }],
};
