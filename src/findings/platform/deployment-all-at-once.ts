import { DEPLOYMENT } from '../../api/resources.ts';
import type { Deployment } from '../../api/shape/apps.ts';
import { formatSpan } from '../../text/durations.ts';
import { refOf } from '../../timeline/object-ref.ts';
import { isOfKind } from '../../timeline/state.ts';
import { trafficCost } from '../costs.ts';
import type { FindingRule } from '../finding.ts';

export const deploymentAllAtOnce: FindingRule = {
  id: 'finding.deployment.allAtOnce',
  title: 'A Deployment replaces all of its pods at once',
  statement:
    'maxUnavailable in percent is rounded down, but with maxSurge 0 it becomes at least 1: a Deployment with one pod then deletes it before the new one is there. Recreate does so with any number.',
  template: 'Deployment {name} had no available pod from {from} to {to}: {why}',
  severity: 'harm',
  source: 'kubernetes: pkg/controller/deployment/util/deployment_util.go ResolveFenceposts',
  example: {
    inputs: { name: 'shop', from: '2m0s', to: '2m44s', why: 'maxSurge 0 and maxUnavailable 20% of 1 replicas' },
    text: 'Deployment shop had no available pod from 2m0s to 2m44s: maxSurge 0 and maxUnavailable 20% of 1 replicas',
  },
  absorbs: ['finding.traffic.outage', 'finding.traffic.errors'],
  find: (run) => {
    const { timeline, endMs } = run;
    const down = new Map<
      string,
      { readonly atMs: number; readonly seq: number; readonly toMs: number; readonly last: Deployment }
    >();
    const open = new Map<string, { readonly atMs: number; readonly seq: number }>();
    const seen = new Set<string>();
    const close = (key: string, toMs: number, last: Deployment): void => {
      const since = open.get(key);
      open.delete(key);
      if (since !== undefined && toMs > since.atMs && !down.has(key)) down.set(key, { ...since, toMs, last });
    };
    for (const entry of timeline.entries) {
      if (entry.kind !== 'change' || !isOfKind(DEPLOYMENT, entry, entry.after)) continue;
      const { after, object, atMs, seq } = entry;
      const key = `${object.namespace}/${object.name}`;
      const available = after.status.availableReplicas ?? 0;
      if (available > 0) {
        close(key, atMs, after);
        seen.add(key);
      } else if (seen.has(key) && (after.spec.replicas ?? 1) > 0 && isReplacing(after) && !open.has(key)) {
        open.set(key, { atMs, seq });
      }
    }
    for (const deployment of run.at(endMs).list(DEPLOYMENT)) {
      close(`${deployment.metadata.namespace ?? 'default'}/${deployment.metadata.name ?? ''}`, endMs, deployment);
    }
    return [...down.values()].map(({ atMs, seq, toMs, last }) => {
      const object = refOf(DEPLOYMENT, last);
      const { strategy, replicas = 1 } = last.spec;
      const { maxSurge = '25%', maxUnavailable = '25%' } = strategy.rollingUpdate ?? {};
      const isRecreate = strategy.type === 'Recreate';
      const why = isRecreate
        ? 'its strategy is Recreate'
        : `maxSurge ${maxSurge} and maxUnavailable ${maxUnavailable} of ${replicas} replicas`;
      const inputs = {
        name: object.name,
        from: formatSpan(atMs),
        to: toMs === endMs ? 'the end' : formatSpan(toMs),
        why,
      };
      const set = isRecreate
        ? [{ object, path: 'spec.strategy', value: { type: 'RollingUpdate' } }]
        : [{ object, path: 'spec.strategy.rollingUpdate', value: { maxSurge: 1, maxUnavailable: 0 } }];
      const text = isRecreate ? 'use the strategy RollingUpdate' : 'set maxSurge to 1 and maxUnavailable to 0';
      return {
        atMs,
        lastSeq: seq,
        object,
        field: isRecreate ? 'spec.strategy.type' : 'spec.strategy.rollingUpdate',
        inputs,
        cost: trafficCost(run, object, atMs, toMs),
        evidence: [seq],
        fix: { text, set },
      };
    });
  },
};

/** Whether an update is under way, and not a fault of its pods. */
function isReplacing({ spec, status }: Deployment): boolean {
  return (status.updatedReplicas ?? 0) < (spec.replicas ?? 1) || (status.readyReplicas ?? 0) === 0;
}
