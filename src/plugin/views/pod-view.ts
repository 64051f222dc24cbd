import type { ContainerStatus, Pod } from '../../api/shape/core.ts';

/** A pod as the tree shows it. */
export interface PodView {
  readonly pod: Pod;
  readonly status: string;
  readonly ready: string;
  readonly restarts: number;
}

type Terminated = NonNullable<ContainerStatus['state']['terminated']>;

/** `Init:Error`, `Signal:9`, `ExitCode:1`: how a container ended. */
function endOf({ reason, signal, exitCode }: Terminated): string {
  if (reason !== undefined) return reason;
  return signal === undefined ? `ExitCode:${exitCode}` : `Signal:${signal}`;
}

interface Initialisation {
  readonly reason: string;
  /** Of the init containers up to the one that holds the pod. */
  readonly restarts: number;
}

/** What holds the pod in its initialisation; undefined if nothing does. */
function initialisation(pod: Pod): Initialisation | undefined {
  const containers = pod.spec.initContainers ?? [];
  const sidecars = new Set(
    containers.filter(({ restartPolicy }) => restartPolicy === 'Always').map(({ name }) => name),
  );
  let restarts = 0;
  for (const [index, container] of (pod.status.initContainerStatuses ?? []).entries()) {
    const { terminated, waiting } = container.state;
    restarts += container.restartCount;
    if (terminated !== undefined) {
      if (terminated.exitCode === 0) continue;
      return { reason: `Init:${endOf(terminated)}`, restarts };
    }
    if (sidecars.has(container.name) && container.started === true) {
      if (container.ready) continue;
      return undefined;
    }
    const waits = waiting?.reason !== undefined && waiting.reason !== 'PodInitializing';
    return { reason: waits ? `Init:${waiting.reason}` : `Init:${index}/${containers.length}`, restarts };
  }
  return undefined;
}

interface MainContainers {
  readonly reason: string;
  readonly ready: number;
  readonly restarts: number;
}

/** The first container that waits or has ended gives the reason. */
function mainContainers(pod: Pod, otherwise: string): MainContainers {
  let reason = otherwise;
  let ready = 0;
  let restarts = 0;
  for (const container of (pod.status.containerStatuses ?? []).toReversed()) {
    const { waiting, terminated, running } = container.state;
    restarts += container.restartCount;
    if (waiting?.reason !== undefined) reason = waiting.reason;
    else if (terminated !== undefined) reason = endOf(terminated);
    else if (container.ready && running !== undefined) ready += 1;
  }
  return { reason: reason === 'Completed' && ready > 0 ? 'Running' : reason, ready, restarts };
}

function statusOf(pod: Pod, reason: string): string {
  if (pod.metadata.deletionTimestamp === undefined) return reason;
  return pod.status.reason === 'NodeLost' ? 'Unknown' : 'Terminating';
}

/** Source: pkg/kubectl-argo-rollouts/info/pod_info.go newPodInfo. */
export function podView(pod: Pod): PodView {
  const total = (pod.spec.containers ?? []).length;
  const held = initialisation(pod);
  if (held !== undefined) {
    return { pod, status: statusOf(pod, held.reason), ready: `0/${total}`, restarts: held.restarts };
  }
  const { reason, ready, restarts } = mainContainers(pod, pod.status.reason ?? pod.status.phase ?? '');
  return { pod, status: statusOf(pod, reason), ready: `${ready}/${total}`, restarts };
}
