import type { RolloutName } from '../timeline/facts/rollouts.ts';

/** How people are told which rollout is meant: by its name, with its namespace if several have that name. */
export function rolloutLabel({ namespace, name }: RolloutName, all: readonly RolloutName[]): string {
  const isAmbiguous = all.some((other) => other.name === name && other.namespace !== namespace);
  return isAmbiguous ? `${namespace}/${name}` : name;
}
