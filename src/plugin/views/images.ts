import type { ReplicaSet } from '../../api/shape/apps.ts';
import { compareText } from '../../api/order.ts';
import type { Paint } from './style.ts';
import { property } from './table.ts';

/** Images that run, each with the parts that its ReplicaSets play, in the order of names. */
export type TaggedImages = ReadonlyMap<string, readonly string[]>;

/** A ReplicaSet and what its images are tagged with. */
export interface TaggedReplicaSet {
  readonly replicaSet: ReplicaSet;
  readonly tags: readonly string[];
}

/**
 * The images of ReplicaSets that have pods. Tags of the second and further ReplicaSets with an image are merged and sorted.
 * Source: pkg/kubectl-argo-rollouts/info/rollout_info.go Images, mergeImageAndTags.
 */
export function imagesOf(tagged: readonly TaggedReplicaSet[]): TaggedImages {
  const images = new Map<string, readonly string[]>();
  for (const { replicaSet, tags } of tagged) {
    if (replicaSet.status.replicas <= 0) continue;
    for (const { image = '' } of replicaSet.spec.template.spec.containers ?? []) {
      const known = images.get(image);
      images.set(image, known === undefined ? tags : [...new Set([...known, ...tags])].sort(compareText));
    }
  }
  return new Map([...images].sort(([a], [b]) => compareText(a, b)));
}

/** The lines of the head of a view that list the images. Source: pkg/kubectl-argo-rollouts/cmd/get/get_rollout.go formatImage. */
export function imageLines(images: TaggedImages, paint: Paint): string {
  return [...images]
    .map(([image, tags], index) => {
      const shown = tags.length === 0 ? image : `${image} (${tags.map((tag) => paint(tag)).join(', ')})`;
      return property(index === 0 ? 'Images:' : '', shown);
    })
    .join('');
}
