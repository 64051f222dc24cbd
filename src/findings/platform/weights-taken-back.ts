import { isJsonObject } from '../../api/json.ts';
import type { KubeObject } from '../../api/resources.ts';
import { isFullyPromoted } from '../../api/rollouts/conditions.ts';
import { formatSpan } from '../../text/durations.ts';
import type { ChangeEntry } from '../../timeline/timeline.ts';
import { trafficCost } from '../costs.ts';
import { type FindingRule, type FindingRun, perRollout } from '../finding.ts';
import { writerName } from './two-writers.ts';

export const weightsTakenBack: FindingRule = {
  id: 'finding.weights.takenBack',
  title: 'Somebody else takes back the weights of the router',
  statement:
    'A sync from Git writes the routes as the manifest has them, without the weights that the controller set. The controller does not watch most of these objects: the real split is not what the status says until it next sets a weight.',
  template:
    '{actor} took the weights of {kind} {name} back at {at}: the status of {rollout} still says {weight} for the canary',
  severity: 'harm',
  source: 'argo-cd: controller/sync.go, rollout/trafficrouting/traefik/traefik.go SetWeight',
  upstream: 'argoproj/argo-rollouts#2185',
  example: {
    inputs: { actor: 'Argo CD', kind: 'TraefikService', name: 'shop', at: '3m0s', rollout: 'shop', weight: 10 },
    text: 'Argo CD took the weights of TraefikService shop back at 3m0s: the status of shop still says 10 for the canary',
  },
  absorbs: ['finding.traffic.errors'],
  find: perRollout((history, run) => {
    const { object: rollout, endMs } = history;
    const routed = new Map<string, string>();
    return run.timeline.entries.flatMap((entry) => {
      if (entry.kind !== 'change' || entry.after === undefined || entry.object.namespace !== rollout.namespace)
        return [];
      const key = `${entry.object.kind}/${entry.object.name}`;
      const weights = weightsText(entry.after);
      if (entry.actor === 'rollouts') {
        if (ROUTER_KINDS.has(entry.object.kind)) routed.set(key, weights);
        return [];
      }
      const expected = routed.get(key);
      if (expected === undefined || expected === weights) return [];
      const status = history.instants.findLast(({ atMs }) => atMs <= entry.atMs)?.rollout;
      const weight = status?.status.canary.weights?.canary.weight ?? 0;
      // A manifest without weights is what stands between two updates.
      if (status === undefined || weight === 0 || isFullyPromoted(status)) return [];
      if (isSetAgain(run, entry, expected)) return [];
      const { kind, name } = entry.object;
      const inputs = {
        actor: writerName(entry.actor),
        kind,
        name,
        at: formatSpan(entry.atMs),
        rollout: rollout.name,
        weight,
      };
      return [
        {
          atMs: entry.atMs,
          lastSeq: entry.seq,
          object: entry.object,
          field: 'spec',
          inputs,
          evidence: [entry.seq],
          cost: trafficCost(run, rollout, entry.atMs, endMs),
          fix: {
            text: `let Argo CD ignore the weights: ignoreDifferences of ${kind} ${name}, with RespectIgnoreDifferences=true`,
          },
        },
      ];
    });
  }),
};

const ROUTER_KINDS: ReadonlySet<string> = new Set([
  'VirtualService',
  'TraefikService',
  'HTTPRoute',
  'GRPCRoute',
  'TrafficSplit',
  'ApisixRoute',
  'VirtualRouter',
  'Mapping',
  'Ingress',
]);

/** The weights in a router's object, in the order in which they stand. */
function weightsText(object: KubeObject): string {
  const found: string[] = [];
  const visit = (value: unknown, key: string): void => {
    if (Array.isArray(value)) value.forEach((item) => visit(item, ''));
    else if (isJsonObject(value)) for (const [name, item] of Object.entries(value)) visit(item, name);
    else if (/weight/i.test(key)) found.push(`${key}=${String(value)}`);
  };
  visit(object, '');
  return found.join(',');
}

/** Whether the controller puts the weights back within a second, as it does where it watches the object. */
function isSetAgain({ timeline }: FindingRun, taken: ChangeEntry, expected: string): boolean {
  return timeline.entries
    .slice(taken.seq + 1)
    .some(
      (entry) =>
        entry.kind === 'change' &&
        entry.atMs <= taken.atMs + 1000 &&
        entry.actor === 'rollouts' &&
        entry.object.name === taken.object.name &&
        entry.object.kind === taken.object.kind &&
        entry.after !== undefined &&
        weightsText(entry.after) === expected,
    );
}
