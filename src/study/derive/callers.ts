import type { JsonObject } from '../../api/json.ts';
import { own } from '../../text/own.ts';
import type { World } from '../../world/world.ts';
import type { Subject, Workload } from '../subject.ts';
import { defined, member, namespaceOf, textAt } from './rollout-parts.ts';

/** The Service by which a workload is called, and its manifest if there was none. */
export interface CallersService {
  readonly name: string;
  readonly added: readonly JsonObject[];
}

/**
 * The active or stable Service of its strategy, else one that selects the pods, else one that is added under `NAME-active`. `others`: the manifests beside the
 * workload; `referenced`: where its template comes from, if from elsewhere.
 */
export function callersService(
  workload: JsonObject,
  others: readonly JsonObject[],
  referenced: JsonObject | undefined,
): CallersService {
  const strategy = member(member(workload, 'spec'), 'strategy');
  const pods = member(referenced ?? workload, 'spec');
  const existing =
    textAt(member(strategy, 'canary'), 'stableService') ??
    textAt(member(strategy, 'blueGreen'), 'activeService') ??
    textAt(member(selecting(pods, namespaceOf(workload), others), 'metadata'), 'name');
  if (existing !== undefined) return { name: existing, added: [] };
  const name = `${textAt(member(workload, 'metadata'), 'name') ?? ''}-active`;
  const metadata = defined({ name, namespace: member(workload, 'metadata')['namespace'] });
  const selector = member(member(pods, 'selector'), 'matchLabels');
  return { name, added: [{ apiVersion: 'v1', kind: 'Service', metadata, spec: { selector, ports: [{ port: 80 }] } }] };
}

/** The Service whose selector the pods match. */
function selecting(pods: JsonObject, namespace: string, others: readonly JsonObject[]): JsonObject | undefined {
  const labels = member(member(member(pods, 'template'), 'metadata'), 'labels');
  return others.find((object) => {
    if (object['kind'] !== 'Service' || namespaceOf(object) !== namespace) return false;
    const selector = Object.entries(member(member(object, 'spec'), 'selector'));
    return selector.length > 0 && selector.every(([key, value]) => own(labels, key) === value);
  });
}

/** Who calls a strategy, what that takes, and how it is said. */
export interface Callers {
  readonly traffic: Pick<World, 'traffic'>;
  readonly added: readonly JsonObject[];
  readonly notes: readonly string[];
}

/** Callers of a Rollout call the Deployment that stands for it by its Service: no router leads there. */
export function callersOf({ traffic, manifests }: World, workload: Workload, target: Subject): Callers {
  const { namespace, name, object, referenced } = workload;
  if (traffic === undefined) return { traffic: {}, added: [], notes: [] };
  const isMeant = (to: { readonly rollout: string } | { readonly service: string }): boolean =>
    target.kind === 'Deployment' && 'rollout' in to && to.rollout === name;
  if (!traffic.flows.some((flow) => isMeant(flow.to) && flow.namespace === namespace)) {
    return { traffic: { traffic }, added: [], notes: [] };
  }
  const service = callersService(object, manifests, referenced);
  const flows = traffic.flows.map((flow) =>
    isMeant(flow.to) && flow.namespace === namespace ? { ...flow, to: { service: service.name } } : flow,
  );
  const note = `callers come by the Service ${service.name}${service.added.length === 0 ? '' : ', which was added'}`;
  return { traffic: { traffic: { ...traffic, flows } }, added: service.added, notes: [note] };
}
