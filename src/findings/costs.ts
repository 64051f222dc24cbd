import type { ObjectRef, Timeline } from '../timeline/timeline.ts';
import type { TrafficFlow, TrafficSample } from '../timeline/traffic.ts';
import type { Cost, FindingRun } from './finding.ts';

/** What callers of a workload lost in [fromMs, toMs): requests, people, time. Without traffic only the time. */
export function trafficCost(run: FindingRun, { namespace, name }: ObjectRef, fromMs: number, toMs: number): Cost {
  const flows = (run.timeline.header.traffic?.flows ?? []).filter((flow) => reaches(flow, namespace, name));
  const costs = flows.map((flow) => flowCost(run.timeline, flow, fromMs, toMs));
  const failedRequests = costs.reduce((sum, cost) => sum + (cost.failedRequests ?? 0), 0);
  const users = costs.reduce((sum, cost) => sum + (cost.users ?? 0), 0);
  return { ...(failedRequests > 0 ? { failedRequests } : {}), ...(users > 0 ? { users } : {}), ms: toMs - fromMs };
}

/** Whether a flow goes to a workload, by its name or by a Service; Services are taken to belong to any workload of their namespace. */
function reaches(flow: TrafficFlow, namespace: string, name: string): boolean {
  return flow.namespace === namespace && ('service' in flow.to || flow.to.rollout === name);
}

function flowCost(timeline: Timeline, flow: TrafficFlow, fromMs: number, toMs: number): Cost {
  let failedRequests = 0;
  const before = new Map<string, number>();
  const after = new Map<string, number>();
  for (const sample of samplesOf(timeline, flow)) {
    if (sample.fromMs >= toMs) break;
    const isInside = sample.fromMs >= fromMs;
    if (isInside) failedRequests += sample.errors;
    for (const { podTemplateHash, users } of sample.versions) {
      if (users !== undefined) (isInside ? after : before).set(podTemplateHash, users.hurt);
    }
  }
  let users = 0;
  for (const [hash, hurt] of after) users += hurt - (before.get(hash) ?? 0);
  return { failedRequests, users };
}

export function samplesOf({ traffic = [] }: Timeline, flow: Pick<TrafficFlow, 'name'>): readonly TrafficSample[] {
  return traffic.filter((sample) => sample.flow === flow.name);
}

/** The first instant at which a rollout was Healthy; undefined if it never was. What fails before is the start of the run. */
export function firstHealthyMs(run: FindingRun, { namespace, name }: ObjectRef): number | undefined {
  const history = run.rollouts.find(({ object }) => object.namespace === namespace && object.name === name);
  return history?.instants.find(({ rollout }) => rollout.status.phase === 'Healthy')?.atMs;
}
