import { POD, SERVICE } from '../../api/resources.ts';
import { POD_TEMPLATE_HASH_LABEL } from '../../api/rollouts/names.ts';
import type { Pod } from '../../api/shape/core.ts';
import type { Rollout } from '../../api/shape/rollout.ts';
import { formatSpan } from '../../text/durations.ts';
import { own } from '../../text/own.ts';
import { podState } from '../../timeline/facts/pods.ts';
import { refOf } from '../../timeline/object-ref.ts';
import { isOfKind } from '../../timeline/state.ts';
import { trafficCost } from '../costs.ts';
import type { FindingRule, FindingRun } from '../finding.ts';

export const serviceSelectsNothing: FindingRule = {
  id: 'finding.service.selectsNothing',
  title: 'A Service selects none of the ready pods',
  statement:
    'A Service finds its pods by labels. Labels that come and go with the update (canaryMetadata, stableMetadata, another template) leave a Service without a pod, although pods are ready.',
  template: 'Service {service} has no pod since {since}: no ready pod of {name} has the label {label}',
  severity: 'harm',
  source: 'utils/replicaset/replicaset.go SyncReplicaSetEphemeralPodMetadata, kubernetes: pkg/controller/endpointslice',
  upstream: 'argoproj/argo-rollouts#2916',
  example: {
    inputs: { service: 'shop', since: '2m4s', name: 'shop', label: 'role: stable' },
    text: 'Service shop has no pod since 2m4s: no ready pod of shop has the label role: stable',
  },
  absorbs: ['finding.traffic.outage', 'finding.traffic.errors'],
  find: (run) => {
    const reader = run.at(run.endMs);
    return reader.list(SERVICE).flatMap((service) => {
      const namespace = service.metadata.namespace ?? 'default';
      const selector = service.spec.selector ?? {};
      const ready = reader.list(POD, namespace).filter((pod) => podState(pod).phase === 'ready');
      const history = run.rollouts.find(({ object, instants }) => {
        const last = instants.at(-1);
        return object.namespace === namespace && last !== undefined && isMeant(last.rollout, selector);
      });
      const ofRollout = ready.filter(
        (pod) => history !== undefined && (pod.metadata.name ?? '').startsWith(`${history.object.name}-`),
      );
      if (history === undefined || ofRollout.length === 0 || Object.keys(selector).length === 0) return [];
      if (ready.some((pod) => matches(selector, pod))) return [];
      const since = lastSelected(run, namespace, selector);
      const missing = Object.entries(selector).find(
        ([key, value]) => !ofRollout.some((pod) => valueOf(pod, key) === value),
      );
      // A Service that never had a pod is not one of the rollout's, and a hash that is not there yet is the controller's.
      if (since === undefined || missing === undefined || missing[0] === POD_TEMPLATE_HASH_LABEL) return [];
      const { atMs, seq } = since;
      const object = refOf(SERVICE, service);
      const inputs = {
        service: object.name,
        since: formatSpan(atMs),
        name: history.object.name,
        label: `${missing[0]}: ${missing[1]}`,
      };
      const fix = { text: `select by a label of the pod template, not by ${missing[0]}` };
      const cost = trafficCost(run, history.object, atMs, run.endMs);
      return [
        { atMs, lastSeq: seq, object, field: `spec.selector[${missing[0]}]`, inputs, cost, fix, evidence: [seq] },
      ];
    });
  },
};

/** Whether a selector is meant for the pods of a rollout: it shares a label with its template. */
function isMeant({ spec }: Rollout, selector: Readonly<Record<string, string>>): boolean {
  const labels = spec.template.metadata.labels ?? {};
  return Object.entries(selector).some(([key, value]) => own(labels, key) === value);
}

function valueOf({ metadata }: Pod, key: string): string | undefined {
  return own(metadata.labels ?? {}, key);
}

function matches(selector: Readonly<Record<string, string>>, pod: Pod): boolean {
  return Object.entries(selector).every(([key, value]) => valueOf(pod, key) === value);
}

/** The last change by which a pod stopped to match; undefined if none ever did. */
function lastSelected(
  { timeline }: FindingRun,
  namespace: string,
  selector: Readonly<Record<string, string>>,
): { readonly atMs: number; readonly seq: number } | undefined {
  const last = timeline.entries.findLast(
    (entry) =>
      entry.kind === 'change' &&
      entry.object.namespace === namespace &&
      isOfKind(POD, entry, entry.before) &&
      matches(selector, entry.before) &&
      podState(entry.before).phase === 'ready',
  );
  return last === undefined ? undefined : { atMs: last.atMs, seq: last.seq };
}
