import { isSameWorkload, type WorkloadName } from '../timeline/facts/workloads.ts';

/** How people are told which workload is meant: by its name, with its kind and its namespace if others have that name. */
export function workloadLabel(workload: WorkloadName, all: readonly WorkloadName[]): string {
  const { kind, namespace, name } = workload;
  const others = all.filter((other) => other.name === name && !isSameWorkload(other, workload));
  const ofKind = others.some((other) => other.kind !== kind) ? `${kind.toLowerCase()}/${name}` : name;
  return others.some((other) => other.namespace !== namespace) ? `${namespace}/${ofKind}` : ofKind;
}
