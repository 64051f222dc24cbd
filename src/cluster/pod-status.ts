import type { Container, Pod, PodCondition, PodStatus } from '../api/shape/core.ts';
import { formatTime } from '../api/times.ts';

/** Where the container of a pod is, as its status tells. */
export type ContainerPhase =
  { readonly is: 'waiting'; readonly reason: string } | { readonly is: 'running'; readonly sinceMs: number };

/** What the kubelet reports of a pod. */
export interface PodReport {
  readonly scheduledMs: number;
  readonly container: ContainerPhase;
  readonly ready: boolean;
  /** Since when it is ready, or not. */
  readonly readyChangedMs: number;
  readonly restarts: number;
  /** How the container ended last. */
  readonly lastExit?: { readonly exitCode: number; readonly startedMs: number; readonly finishedMs: number };
}

/** Pods of one template in one state share the value of their status: it is compared and stored by identity. */
const shared = new WeakMap<readonly Container[], Map<string, PodStatus>>();

/** Bounds the states kept for one template; pods that drift apart one by one gain nothing from sharing. */
const SHARED_LIMIT = 512;

/** The status of a pod whose containers are all where the first one is. */
export function podStatus(pod: Pod, report: PodReport): PodStatus {
  const containers = pod.spec.containers ?? [];
  const { container, lastExit } = report;
  const key = [
    report.scheduledMs,
    container.is === 'waiting' ? container.reason : container.sinceMs,
    report.ready,
    report.readyChangedMs,
    report.restarts,
    lastExit?.finishedMs ?? '',
  ].join(' ');
  let statuses = shared.get(containers);
  if (statuses === undefined) shared.set(containers, (statuses = new Map()));
  let status = statuses.get(key);
  if (status === undefined) {
    status = buildStatus(containers, report);
    if (statuses.size >= SHARED_LIMIT) statuses.clear();
    statuses.set(key, status);
  }
  return status;
}

function condition(type: string, holds: boolean, sinceMs: number, whyNot?: string): PodCondition {
  return {
    type,
    status: holds ? 'True' : 'False',
    lastProbeTime: null,
    lastTransitionTime: formatTime(sinceMs),
    ...(whyNot === undefined ? {} : { reason: 'ContainersNotReady', message: whyNot }),
  };
}

function buildStatus(containers: readonly Container[], report: PodReport): PodStatus {
  const { scheduledMs, container, ready, readyChangedMs, restarts, lastExit } = report;
  const started = container.is === 'running';
  const names = containers.map(({ name }) => name).join(' ');
  const unready = ready ? undefined : `containers with unready status: [${names}]`;
  return {
    phase: started || restarts > 0 ? 'Running' : 'Pending',
    conditions: [
      condition('Initialized', true, scheduledMs),
      condition('Ready', ready, readyChangedMs, unready),
      condition('ContainersReady', ready, readyChangedMs, unready),
      condition('PodScheduled', true, scheduledMs),
    ],
    startTime: formatTime(scheduledMs),
    containerStatuses: containers.map((one) => ({
      name: one.name,
      state: started
        ? { running: { startedAt: formatTime(container.sinceMs) } }
        : { waiting: { reason: container.reason } },
      lastState:
        lastExit === undefined
          ? {}
          : {
              terminated: {
                exitCode: lastExit.exitCode,
                reason: lastExit.exitCode === 0 ? 'Completed' : 'Error',
                startedAt: formatTime(lastExit.startedMs),
                finishedAt: formatTime(lastExit.finishedMs),
              },
            },
      ready,
      restartCount: restarts,
      image: one.image ?? '',
      imageID: '',
      started,
    })),
  };
}

function notScheduled(reason: string, message: string, sinceMs: number): PodStatus {
  const lastTransitionTime = formatTime(sinceMs);
  const one: PodCondition = { type: 'PodScheduled', status: 'False', lastProbeTime: null, lastTransitionTime };
  return { phase: 'Pending', conditions: [{ ...one, reason, message }] };
}

/** The status of a pod that no node has room for; on the nominated one, others are making room. */
export function unschedulableStatus(message: string, sinceMs: number, nominatedNodeName?: string): PodStatus {
  const status = notScheduled('Unschedulable', message, sinceMs);
  return nominatedNodeName === undefined ? status : { ...status, nominatedNodeName };
}

/** The status of a pod that the scheduler does not look at yet. Source: pkg/registry/core/pod/strategy.go applySchedulingGatedCondition. */
export function gatedStatus(sinceMs: number): PodStatus {
  return notScheduled('SchedulingGated', 'Scheduling is blocked due to non-empty scheduling gates', sinceMs);
}
