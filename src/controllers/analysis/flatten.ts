/** Several templates as one. Source: utils/analysis/helpers.go FlattenTemplates and the functions it calls. */
import type { AnalysisTemplateSpec, Metric } from '../../api/shape/analysis.ts';
import type { Argument, DryRun, MeasurementRetention } from '../../api/shape/analysis-common.ts';

/** A template of a namespace or of the cluster. */
export interface AnyTemplate {
  readonly spec: AnalysisTemplateSpec;
}

/** What a run is made of; `metrics` undefined where no template has any. */
export interface FlatTemplate {
  readonly metrics?: readonly Metric[];
  readonly args?: readonly Argument[];
  readonly dryRun?: readonly DryRun[];
  readonly measurementRetention?: readonly MeasurementRetention[];
}

export type FlattenResult =
  | { readonly template: FlatTemplate; readonly error?: undefined }
  | { readonly error: string; readonly template?: undefined };

function firstRepeated(names: readonly string[]): string | undefined {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) return name;
    seen.add(name);
  }
  return undefined;
}

/** Source: validateDryRunMetrics. */
export function dryRunError(rules: readonly DryRun[]): string | undefined {
  const name = firstRepeated(rules.map(({ metricName }) => metricName));
  return name === undefined ? undefined : `two Dry-Run metric rules have the same name '${name}'`;
}

/** Source: validateMeasurementRetentionMetrics. */
export function retentionError(rules: readonly MeasurementRetention[]): string | undefined {
  const name = firstRepeated(rules.map(({ metricName }) => metricName));
  return name === undefined ? undefined : `two Measurement Retention metric rules have the same name '${name}'`;
}

/** An argument of several templates is one: the first with a value wins, two different values are refused. Source: flattenArgs. */
function flattenArgs(templates: readonly AnyTemplate[]): {
  readonly args: readonly Argument[];
  readonly error?: string;
} {
  const args: Argument[] = [];
  for (const arg of templates.flatMap(({ spec }) => spec.args ?? [])) {
    const index = args.findIndex(({ name }) => name === arg.name);
    const known = args[index];
    if (known === undefined) {
      args.push(arg);
    } else if (known.value === undefined) {
      args[index] = arg;
    } else if (arg.value !== undefined && arg.value !== known.value) {
      const error = `Argument \`${known.name}\` specified multiple times with different values: '${known.value}', '${arg.value}'`;
      return { args, error };
    }
  }
  return { args };
}

/**
 * The metrics, rules and arguments of all templates, those of a namespace before those of the cluster. Two metrics of one name are refused.
 * Source: FlattenTemplates.
 */
export function flattenTemplates(
  templates: readonly AnyTemplate[],
  clusterTemplates: readonly AnyTemplate[],
): FlattenResult {
  const all = [...templates, ...clusterTemplates];
  const metrics = all.flatMap(({ spec }) => spec.metrics ?? []);
  const twice = firstRepeated(metrics.map(({ name }) => name));
  if (twice !== undefined) return { error: `two metrics have the same name '${twice}'` };
  const dryRun = all.flatMap(({ spec }) => spec.dryRun ?? []);
  const measurementRetention = all.flatMap(({ spec }) => spec.measurementRetention ?? []);
  const { args, error } = flattenArgs(all);
  const wrong = dryRunError(dryRun) ?? retentionError(measurementRetention) ?? error;
  if (wrong !== undefined) return { error: wrong };
  return {
    template: {
      ...(metrics.length === 0 ? {} : { metrics }),
      ...(args.length === 0 ? {} : { args }),
      ...(dryRun.length === 0 ? {} : { dryRun }),
      ...(measurementRetention.length === 0 ? {} : { measurementRetention }),
    },
  };
}

interface Named {
  readonly metadata: { readonly name?: string | undefined };
}

/** Each template once, by name. Source: FilterUniqueTemplates. */
export function uniqueTemplates<T extends Named>(templates: readonly T[]): readonly T[] {
  const seen = new Set<string>();
  return templates.filter(({ metadata: { name = '' } }) => {
    if (seen.has(name)) return false;
    seen.add(name);
    return true;
  });
}
