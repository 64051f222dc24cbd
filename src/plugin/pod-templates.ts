import type { Container, PodSpec } from '../api/shape/core.ts';

/**
 * A pod spec with another image in the containers of a name (`*`: in all), init containers included; undefined if there is none.
 * Source: pkg/kubectl-argo-rollouts/cmd/set/set_image.go newRolloutSetImage.
 */
export function withImage(spec: PodSpec, container: string, image: string): PodSpec | undefined {
  let found = false;
  const change = <T extends { readonly name: string; readonly image?: string | undefined }>(
    containers: readonly T[] | undefined | null,
  ): readonly T[] | undefined =>
    containers?.map((candidate) => {
      if (candidate.name !== container && container !== '*') return candidate;
      found = true;
      return { ...candidate, image };
    });
  const initContainers = change<Container>(spec.initContainers);
  const containers = change<Container>(spec.containers);
  const ephemeralContainers = change(spec.ephemeralContainers);
  if (!found) return undefined;
  return { ...spec, initContainers, containers: containers ?? null, ephemeralContainers };
}
