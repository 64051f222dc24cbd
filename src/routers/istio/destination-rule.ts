import { ReconcileError } from '../../api/errors.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../api/json.ts';
import { applyMergePatch, createMergePatch } from '../../api/merge-patch.ts';
import { fieldsOf } from '../../api/object-form.ts';
import type { KubeObject } from '../../api/resources.ts';
import { MANAGED_BY_ANNOTATION, POD_TEMPLATE_HASH_LABEL } from '../../api/rollouts/names.ts';
import type { ObjectMeta } from '../../api/shape/meta.ts';
import type { WeightDestination } from '../../api/shape/rollout.ts';
import type { IstioDestinationRule } from '../../api/shape/traffic-routing.ts';
import { setOwn } from '../../text/own.ts';
import { panicked } from '../reconcile-errors.ts';
import { nestedList, nestedText } from '../unstructured.ts';

/** A subset of a DestinationRule: what the reference reads of it, and the rest. Source: istio_types.go Subset. */
interface Subset {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>> | undefined;
  readonly extra: JsonObject;
}

/** Source: rollout/trafficrouting/istio/istio_types.go DestinationRule. */
interface DestinationRule {
  readonly host: string;
  readonly annotations: Readonly<Record<string, string>> | undefined;
  readonly subsets: readonly Subset[];
}

function labelsOf(value: Json | undefined): Record<string, string> | undefined {
  if (!isJsonObject(value)) return undefined;
  const labels: Record<string, string> = {};
  for (const [key, text] of Object.entries(value)) {
    if (typeof text !== 'string') throw new ReconcileError(`'Labels[${key}]' expected type 'string'`);
    setOwn(labels, key, text);
  }
  return labels;
}

function subsetOf(value: Json): Subset {
  if (!isJsonObject(value)) throw new ReconcileError('a subset of the DestinationRule is no object');
  const { name, labels, ...extra } = value;
  return { name: typeof name === 'string' ? name : '', labels: labelsOf(labels), extra };
}

/** Source: unstructuredToDestinationRules. */
function readDestinationRule(object: KubeObject): DestinationRule {
  const fields = fieldsOf(object);
  return {
    host: nestedText(fields, 'spec', 'host') ?? '',
    annotations: object.metadata.annotations,
    subsets: (nestedList(fields, 'spec', 'subsets') ?? []).map(subsetOf),
  };
}

/** The names of the subsets of a DestinationRule. */
export function subsetNames(object: KubeObject): readonly string[] {
  return readDestinationRule(object).subsets.map(({ name }) => name);
}

/** The host that a DestinationRule is about. Source: getDestinationRuleHost. */
export function destinationRuleHost(object: KubeObject): string {
  return readDestinationRule(object).host;
}

/** How Go serialises what was read: empty fields vanish, further fields of a subset stand under `Extra`. */
function asRead({ host, annotations, subsets }: DestinationRule): JsonObject {
  const list = subsets.map(({ name, labels, extra }): Json => ({
    name: name === '' ? undefined : name,
    labels: labels === undefined || Object.keys(labels).length === 0 ? undefined : labels,
    Extra: Object.keys(extra).length === 0 ? undefined : extra,
  }));
  return {
    metadata: { annotations },
    spec: { host: host === '' ? undefined : host, subsets: list.length === 0 ? undefined : list },
  };
}

/** How the reference serialises what it wants: every field is written. Source: destinationRuleReplaceExtraMarshal. */
function asWanted({ host, annotations, subsets }: DestinationRule): JsonObject {
  const list = subsets.map(({ name, labels, extra }): Json => ({ name, labels: labels ?? null, ...extra }));
  const kept = annotations === undefined || Object.keys(annotations).length === 0 ? undefined : annotations;
  return { metadata: { annotations: kept }, spec: { subsets: list, host } };
}

/** Without the nulls within: applying a merge patch takes them out also where nothing was. */
function withoutNulls(value: Json): Json {
  if (isJsonArray(value)) return value.map(withoutNulls);
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== null && item !== undefined);
  return Object.fromEntries(entries.map(([key, item]) => [key, withoutNulls(item ?? null)]));
}

/** A DestinationRule to write back. */
export interface ChangedRule {
  readonly fields: JsonObject;
  readonly metadata: ObjectMeta;
}

/**
 * The rule as it has to be written; undefined if nothing differs. What was read and what is wanted are serialised in
 * two ways, so that a subset with more than a name and labels, or a rule without host or subsets, always differs: it is
 * written, and an event sent, each time.
 * Source: updateDestinationRule.
 */
function changedRule(object: KubeObject, before: DestinationRule, after: DestinationRule): ChangedRule | undefined {
  const patch = createMergePatch(asRead(before), asWanted(after));
  if (patch === undefined) return undefined;
  const spec = patch['spec'];
  const fields = fieldsOf(object);
  const merged = spec === undefined ? fields['spec'] : applyMergePatch(fields['spec'], withoutNulls(spec));
  return { fields: { ...fields, spec: merged }, metadata: { ...object.metadata, annotations: after.annotations } };
}

function withHash(subset: Subset, hash: string): Subset {
  const { [POD_TEMPLATE_HASH_LABEL]: _old, ...labels } = subset.labels ?? {};
  return { ...subset, labels: hash === '' ? labels : { ...labels, [POD_TEMPLATE_HASH_LABEL]: hash } };
}

export interface SubsetHashes {
  readonly canary: string;
  readonly stable: string;
  readonly additional: readonly WeightDestination[];
}

/**
 * The rule with the hashes of both sides and of experiments in its subsets; subsets of anything else go, those of new
 * experiments come last, in the order of their names. Source: UpdateHash.
 */
export function withSubsetHashes(
  object: KubeObject,
  names: IstioDestinationRule,
  hashes: SubsetHashes,
  rolloutName: string,
): ChangedRule | undefined {
  const before = readDestinationRule(object);
  const missing = new Map(hashes.additional.map((item) => [item.serviceName ?? '', item.podTemplateHash ?? '']));
  const subsets = before.subsets.flatMap((subset): readonly Subset[] => {
    if (subset.name === names.canarySubsetName) return [withHash(subset, hashes.canary)];
    if (subset.name === names.stableSubsetName) return [withHash(subset, hashes.stable)];
    const hash = missing.get(subset.name);
    if (hash === undefined) return [];
    if (hash === '') return [subset.labels === undefined ? subset : withHash(subset, '')];
    if (subset.labels === undefined) throw panicked();
    missing.delete(subset.name);
    return [withHash(subset, hash)];
  });
  const added = [...missing]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, hash]): Subset => ({ name, labels: { [POD_TEMPLATE_HASH_LABEL]: hash }, extra: {} }));
  const annotations = { ...before.annotations, [MANAGED_BY_ANNOTATION]: rolloutName };
  return changedRule(object, before, { ...before, annotations, subsets: [...subsets, ...added] });
}

/**
 * The rule without what rollouts put into it. Source: rollout/trafficrouting/istio/controller.go syncDestinationRule.
 */
export function withoutInjectedFields(object: KubeObject): ChangedRule | undefined {
  const before = readDestinationRule(object);
  const { [MANAGED_BY_ANNOTATION]: _manager, ...annotations } = before.annotations ?? {};
  const subsets = before.subsets.map((subset) =>
    subset.labels?.[POD_TEMPLATE_HASH_LABEL] === undefined ? subset : withHash(subset, ''),
  );
  return changedRule(object, before, { ...before, annotations, subsets });
}
