import { canonical } from '../../../../src/api/canonical.ts';
import { deepEqual } from '../../../../src/api/equality.ts';
import { isJsonObject, type Json, type JsonObject } from '../../../../src/api/json.ts';
import { fieldsOf } from '../../../../src/api/object-form.ts';
import { DEPLOYMENT, POD, POD_DISRUPTION_BUDGET, REPLICA_SET } from '../../../../src/api/resources.ts';
import { deployment, replicaSet } from '../../../../src/api/shape/apps.ts';
import { pod } from '../../../../src/api/shape/core.ts';
import { podDisruptionBudget } from '../../../../src/api/shape/policy.ts';
import { DisruptionController } from '../../../../src/controllers/disruption/disruption-controller.ts';
import { type ControllerWorld, controllerWorld } from '../controller-env.ts';
import { jsonOf, listOf, numberOf, objectOf, shaped, textOf } from '../inputs.ts';
import type { TableCheck } from './table-check.ts';

const NOW = '2024-05-02T12:00:00Z';
const CUSTOM = { group: 'example.com', version: 'v1', kind: 'Custom' };
const CUSTOM_API_VERSION = `${CUSTOM.group}/${CUSTOM.version}`;

/** The kind of owners that are neither ReplicaSets nor Deployments, but can be scaled. */
const DEFINITION = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'customs.example.com' },
  spec: {
    group: CUSTOM.group,
    names: { kind: CUSTOM.kind, plural: 'customs' },
    versions: [{ name: CUSTOM.version, subresources: { scale: { specReplicasPath: '.spec.replicas' } } }],
  },
};

interface Reference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
}

const controlledBy = (reference: Reference): JsonObject => ({ ownerReferences: [{ ...reference, controller: true }] });

/** Creates a controller of pods as a row describes it, and what pods say of it. */
function addOwner({ api }: ControllerWorld, owner: JsonObject): Reference {
  const name = textOf(owner['name']);
  const replicas = numberOf(owner['replicas']);
  const gone = owner['gone'] === true;
  const metadata: JsonObject = { name, namespace: 'default' };
  if (owner['kind'] === 'custom') {
    const resource = api.resourceFor(CUSTOM_API_VERSION, CUSTOM.kind);
    const manifest = { apiVersion: CUSTOM_API_VERSION, kind: CUSTOM.kind, metadata, spec: { replicas } };
    const uid = gone ? undefined : api.create(resource, api.decode(manifest)).metadata.uid;
    return { apiVersion: CUSTOM_API_VERSION, kind: CUSTOM.kind, name, uid: uid ?? 'gone' };
  }
  const reference = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name };
  if (gone) return { ...reference, uid: 'gone' };
  const stored = api.create(
    REPLICA_SET,
    shaped(replicaSet, { metadata: { ...metadata, ...ownerOf(api, owner) }, spec: { replicas } }),
  );
  return { ...reference, uid: stored.metadata.uid ?? '' };
}

/** Whose a ReplicaSet is. */
function ownerOf(api: ControllerWorld['api'], { kind, workload, workloadReplicas }: JsonObject): JsonObject {
  if (kind === 'ReplicaSet') return {};
  if (kind === 'Rollout') {
    return controlledBy({ apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', name: 'shop', uid: 'rollout' });
  }
  const name = textOf(workload);
  const stored =
    api.find(DEPLOYMENT, 'default', name) ??
    api.create(
      DEPLOYMENT,
      shaped(deployment, { metadata: { name, namespace: 'default' }, spec: { replicas: workloadReplicas } }),
    );
  return controlledBy({ apiVersion: 'apps/v1', kind: 'Deployment', name, uid: stored.metadata.uid ?? '' });
}

function addPod({ api }: ControllerWorld, row: JsonObject, owners: ReadonlyMap<string, Reference>): void {
  const owner = owners.get(typeof row['owner'] === 'string' ? row['owner'] : '');
  const { name, labels, ready, phase, deleted } = row;
  const stored = api.create(
    POD,
    shaped(pod, {
      metadata: {
        name,
        namespace: 'default',
        labels,
        ...(owner === undefined ? {} : controlledBy(owner)),
        ...(deleted === true ? { deletionTimestamp: NOW } : {}),
      },
    }),
  );
  const conditions = [{ type: 'Ready', status: ready === true ? 'True' : 'False', lastTransitionTime: NOW }];
  api.updateStatus(POD, shaped(pod, { ...fieldsOf(stored), status: { phase, conditions } }));
}

/** Stores the budget; a row of generation 2 is one that was changed once. */
function addBudget({ api }: ControllerWorld, manifest: JsonObject): void {
  const { spec, status } = manifest;
  const { generation } = objectOf(manifest['metadata']);
  const metadata = { name: 'shop', namespace: 'default' };
  const first = generation === 2 ? { minAvailable: 99 } : spec;
  const created = api.create(POD_DISRUPTION_BUDGET, shaped(podDisruptionBudget, { metadata, spec: first }));
  const stored = api.update(POD_DISRUPTION_BUDGET, shaped(podDisruptionBudget, { ...fieldsOf(created), spec }));
  if (status !== undefined) {
    api.updateStatus(POD_DISRUPTION_BUDGET, shaped(podDisruptionBudget, { ...fieldsOf(stored), status }));
  }
}

/** The look's own time is called `now`. */
function withNow(status: JsonObject): JsonObject {
  const conditions = listOf(status['conditions']).map((item) => {
    const condition = objectOf(item);
    return condition['lastTransitionTime'] === NOW ? { ...condition, lastTransitionTime: 'now' } : condition;
  });
  return { ...status, ...(conditions.length === 0 ? {} : { conditions }) };
}

function compute(row: JsonObject): Json {
  const world = controllerWorld();
  const { api, env, events } = world;
  const definition = api.decode(DEFINITION);
  api.create(api.resourceFor(DEFINITION.apiVersion, DEFINITION.kind), definition);
  const owners = listOf(row['owners']).map((item) => addOwner(world, objectOf(item)));
  const byName = new Map(owners.map((owner) => [owner.name, owner]));
  for (const item of listOf(row['pods'])) addPod(world, objectOf(item), byName);
  addBudget(world, objectOf(row['pdb']));
  let written = false;
  api.onChange(({ resource }) => void (written ||= resource === POD_DISRUPTION_BUDGET));
  new DisruptionController(env).sync('default/shop');
  const status = canonical(podDisruptionBudget, fieldsOf(api.get(POD_DISRUPTION_BUDGET, 'default', 'shop')));
  return jsonOf({ events, written, status: withNow(objectOf(isJsonObject(status) ? status['status'] : null)) });
}

/**
 * Platform: the reference looks at pods in the order of a Go map, so that chance decides which of the pods without a controller an error names. Here it
 * is any of them.
 */
function withAnyPod(out: Json, row: JsonObject): Json {
  const gone = new Set(
    listOf(row['owners']).flatMap((item) => (objectOf(item)['gone'] === true ? [objectOf(item)['name']] : [])),
  );
  const lost = listOf(row['pods']).flatMap((item) =>
    gone.has(objectOf(item)['owner']) ? [objectOf(item)['name']] : [],
  );
  const text = JSON.stringify(out).replaceAll(/found no controllers for pod \\"([^"\\]+)\\"/g, (message, name) =>
    lost.includes(String(name)) ? 'found no controllers for a pod' : String(message),
  );
  const anonymous: Json = JSON.parse(text);
  return anonymous;
}

export const check: TableCheck = {
  table: 'pdb-status',
  compute,
  equal: (got, row) => deepEqual(withAnyPod(got, row.in), withAnyPod(row.out, row.in)),
};
