/** The arguments that a rollout hands to its analyses. Source: utils/analysis/factory.go. */
import { formatGoFloat } from '../../api/go-float.ts';
import { goQuote } from '../../api/go-quote.ts';
import { isJsonArray, isJsonObject, type Json } from '../../api/json.ts';
import { qualifiedNameErrors } from '../../api/label-validation.ts';
import { POD_TEMPLATE_HASH_LABEL } from '../../api/rollouts/names.ts';
import { fieldsOf } from '../../api/object-form.ts';
import type { Argument } from '../../api/shape/analysis-common.ts';
import type { ReplicaSet } from '../../api/shape/apps.ts';
import type { AnalysisRunArgument } from '../../api/shape/canary-steps.ts';
import type { Rollout } from '../../api/shape/rollout.ts';
import { own } from '../../text/own.ts';
import type { TextResult } from './placeholders.ts';

/** The arguments, undefined where none could be made, and the error that stops an analysis (validation passes over it if there are any). */
export interface RolloutArgs {
  readonly args: readonly Argument[] | undefined;
  readonly error?: string;
}

/** As much of a ReplicaSet as its hash takes. */
type Labelled = Pick<ReplicaSet, 'metadata'>;

/** A nil pointer in the reference: the controller crashes there. */
export class MissingReplicaSetError extends Error {}

function hashOf(replicaSet: Labelled | undefined): string {
  if (replicaSet === undefined) {
    throw new MissingReplicaSetError('runtime error: invalid memory address or nil pointer dereference');
  }
  return replicaSet.metadata.labels?.[POD_TEMPLATE_HASH_LABEL] ?? '';
}

/** The parts of `metadata.labels['x']`; undefined without a subscript. Source: k8s.io/kubernetes/pkg/fieldpath SplitMaybeSubscriptedPath. */
function subscripted(path: string): { readonly path: string; readonly key: string } | undefined {
  if (!path.endsWith("']")) return undefined;
  const open = path.indexOf("['");
  const end = path.length - "']".length;
  if (open <= 0 || open + "['".length > end) return undefined;
  return { path: path.slice(0, open), key: path.slice(open + "['".length, end) };
}

/** `key="value"`, a line each, in the order of keys. Source: k8s.io/kubernetes/pkg/fieldpath FormatMap. */
function formatMap(map: Readonly<Record<string, string>> = {}): string {
  const lines = Object.keys(map)
    .sort()
    .map((key) => `${key}=${goQuote(own(map, key) ?? '')}`);
  return lines.join('\n');
}

function subscriptedValue(whole: string, path: string, key: string, { metadata }: Rollout): TextResult {
  const maps: Readonly<Record<string, Readonly<Record<string, string>> | undefined>> = {
    'metadata.annotations': metadata.annotations ?? {},
    'metadata.labels': metadata.labels ?? {},
  };
  const map = own(maps, path);
  if (map === undefined) return { error: `fieldPath ${goQuote(whole)} does not support subscript` };
  const errors = qualifiedNameErrors(path === 'metadata.annotations' ? key.toLowerCase() : key);
  if (errors.length > 0) return { error: `invalid key subscript in ${whole}: ${errors.join(';')}` };
  return { text: own(map, key) ?? '' };
}

/** Source: k8s.io/kubernetes/pkg/fieldpath ExtractFieldPathAsString. */
function metadataValue(path: string, rollout: Rollout): TextResult {
  const parts = subscripted(path);
  if (parts !== undefined) return subscriptedValue(path, parts.path, parts.key, rollout);
  const { annotations, labels, name = '', namespace = '', uid = '' } = rollout.metadata;
  switch (path) {
    case 'metadata.annotations':
      return { text: formatMap(annotations) };
    case 'metadata.labels':
      return { text: formatMap(labels) };
    case 'metadata.name':
      return { text: name };
    case 'metadata.namespace':
      return { text: namespace };
    case 'metadata.uid':
      return { text: uid };
    default:
      return { error: `unsupported fieldPath: ${path}` };
  }
}

function primitiveText(value: Json): string {
  return typeof value === 'number' ? formatGoFloat(value) : String(value);
}

/**
 * A field of the rollout by a path such as `spec.template.spec.containers[0].image`; brackets and dots are the same. Numbers go through
 * float64: 1500000 is `1.5e+06`. Source: extractValueFromRollout.
 */
function rolloutValue(path: string, rollout: Rollout): TextResult {
  const invalid = { error: `invalid path ${path} in rollout` };
  let value: Json | undefined = fieldsOf(rollout);
  for (const section of path.split(/[.[\]]+/)) {
    if (section === '') continue;
    if (isJsonArray(value)) {
      if (!/^[+-]?\d+$/.test(section)) return { error: `invalid index '${section}'` };
      const index = Number(section);
      if (index >= value.length) return { error: `index ${index} out of range` };
      if (index < 0) throw new RangeError(`runtime error: index out of range [${index}]`);
      value = value[index];
    } else if (isJsonObject(value)) {
      value = own(value, section);
    } else {
      return invalid;
    }
  }
  if (value === undefined || value === null) return invalid;
  if (typeof value === 'object') return { error: `path ${path} in rollout must terminate in a primitive value` };
  return { text: primitiveText(value) };
}

/**
 * The arguments of a rollout's analysis. Of several field references outside metadata only the last one's error is kept: a bad path followed by
 * a good one succeeds with an empty value. Source: BuildArgumentsForRolloutAnalysisRun.
 */
export function buildRolloutArgs(
  args: readonly AnalysisRunArgument[],
  stable: Labelled | undefined,
  latest: Labelled | undefined,
  rollout: Rollout,
): RolloutArgs {
  const built: Argument[] = [];
  let error: string | undefined;
  for (const { name, value: plain = '', valueFrom } of args) {
    let value = plain;
    const path = valueFrom?.fieldRef?.fieldPath;
    if (valueFrom?.podTemplateHashValue !== undefined) {
      if (valueFrom.podTemplateHashValue === 'Latest') value = hashOf(latest);
      if (valueFrom.podTemplateHashValue === 'Stable') value = hashOf(stable);
    } else if (path?.startsWith('metadata') === true) {
      const found = metadataValue(path, rollout);
      if (found.error !== undefined) return { args: undefined, error: found.error };
      error = undefined;
      value = found.text;
    } else if (path !== undefined) {
      const found = rolloutValue(path, rollout);
      error = found.error;
      value = found.text ?? '';
    }
    built.push({ name, value });
  }
  return error === undefined ? { args: built } : { args: built, error };
}
