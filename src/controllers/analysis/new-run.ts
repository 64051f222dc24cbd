/** Making AnalysisRuns from templates. Source: utils/analysis/helpers.go. */
import { canonical } from '../../api/canonical.ts';
import { isAlreadyExists } from '../../api/errors.ts';
import { deepEqual } from '../../api/equality.ts';
import { isJsonObject, type Json } from '../../api/json.ts';
import { ANALYSIS_RUN } from '../../api/resources.ts';
import type { ApiServer, WriteOptions } from '../../api/server.ts';
import { type AnalysisRun, type AnalysisRunSpec, analysisRun } from '../../api/shape/analysis.ts';
import type { Argument, DryRun, MeasurementRetention } from '../../api/shape/analysis-common.ts';
import type { ObjectMeta } from '../../api/shape/meta.ts';
import { type AnyTemplate, dryRunError, flattenTemplates, retentionError } from './flatten.ts';
import { isCompleted } from './phases.ts';

export type ArgsResult =
  | { readonly args: readonly Argument[]; readonly error?: undefined }
  | { readonly error: string; readonly args?: undefined };

/**
 * The arguments of a template with the values that are handed in. Unknown ones are dropped; a value does not clear a `valueFrom`, nor the
 * other way round. One that is left without either is refused. Source: MergeArgs, ResolveArgs.
 */
export function mergeArgs(incoming: readonly Argument[], template: readonly Argument[]): ArgsResult {
  const args = [...template];
  for (const { name, value, valueFrom } of incoming) {
    const index = args.findIndex((arg) => arg.name === name);
    const arg = args[index];
    if (arg === undefined) continue;
    if (value !== undefined) args[index] = { ...arg, value };
    else if (valueFrom !== undefined) args[index] = { ...arg, valueFrom };
  }
  const missing = args.find(({ value, valueFrom }) => value === undefined && valueFrom === undefined);
  return missing === undefined ? { args } : { error: `args.${missing.name} was not resolved` };
}

/** What a run is made from. */
export interface RunParts {
  readonly templates: readonly AnyTemplate[];
  readonly clusterTemplates: readonly AnyTemplate[];
  readonly args: readonly Argument[];
  readonly dryRun: readonly DryRun[];
  readonly measurementRetention: readonly MeasurementRetention[];
}

export type SpecResult =
  | { readonly spec: AnalysisRunSpec; readonly error?: undefined }
  | { readonly error: string; readonly spec?: undefined };

/** The spec of a run: rules of the caller before those of the templates. Source: NewAnalysisRunFromTemplates. */
export function newRunSpec(parts: RunParts): SpecResult {
  const { template, error } = flattenTemplates(parts.templates, parts.clusterTemplates);
  if (error !== undefined) return { error };
  const merged = mergeArgs(parts.args, template.args ?? []);
  if (merged.error !== undefined) return { error: merged.error };
  const dryRun = [...parts.dryRun, ...(template.dryRun ?? [])];
  const measurementRetention = [...parts.measurementRetention, ...(template.measurementRetention ?? [])];
  const wrong = dryRunError(dryRun) ?? retentionError(measurementRetention);
  if (wrong !== undefined) return { error: wrong };
  return { spec: { metrics: template.metrics ?? null, args: merged.args, dryRun, measurementRetention } };
}

function isRun(value: Json): value is AnalysisRun & Json {
  return isJsonObject(value);
}

/** An AnalysisRun in stored form. */
export function newRun(metadata: ObjectMeta, spec: AnalysisRunSpec): AnalysisRun {
  const run = canonical(analysisRun, { metadata: { ...metadata }, spec: { ...spec } });
  if (!isRun(run)) throw new Error('an AnalysisRun is an object');
  return run;
}

/** Whether two runs would measure the same. Source: IsSemanticallyEqual. */
function isSameAnalysis(left: AnalysisRunSpec, right: AnalysisRunSpec): boolean {
  const part = ({ metrics, dryRun = [], measurementRetention = [], args = [] }: AnalysisRunSpec): unknown => [
    metrics ?? [],
    dryRun,
    measurementRetention,
    args,
  ];
  return deepEqual(part(left), part(right));
}

function controllerUid(run: AnalysisRun): string | undefined {
  return run.metadata.ownerReferences?.find(({ controller }) => controller === true)?.uid;
}

/**
 * Creates a run, or finds it: one of that name which is not complete, measures the same and has the same controller is taken for it; past any
 * other the name gets `.1`, `.2` and so on. Source: CreateWithCollisionCounter.
 */
export function createWithCollisionCounter(api: ApiServer, run: AnalysisRun, options?: WriteOptions): AnalysisRun {
  const owner = controllerUid(run);
  if (owner === undefined) throw new Error('Supplied run does not have an owner reference');
  const { namespace = '', name: baseName = '' } = run.metadata;
  for (let collisions = 0; ; collisions += 1) {
    const name = collisions === 0 ? baseName : `${baseName}.${collisions}`;
    try {
      return api.create(ANALYSIS_RUN, { ...run, metadata: { ...run.metadata, name } }, options);
    } catch (error) {
      if (!isAlreadyExists(error)) throw error;
    }
    const existing = api.get(ANALYSIS_RUN, namespace, name);
    const same = isSameAnalysis(run.spec, existing.spec) && controllerUid(existing) === owner;
    if (same && !isCompleted(existing.status.phase)) return existing;
  }
}
