import { intOrStringText } from '../../../api/int-or-string.ts';
import { POD_TEMPLATE_HASH_LABEL } from '../../../api/rollouts/names.ts';
import type { AnalysisTemplateSpec, Metric } from '../../../api/shape/analysis.ts';
import type { Argument } from '../../../api/shape/analysis-common.ts';
import type { AnalysisRunArgument, RolloutAnalysis } from '../../../api/shape/canary-steps.ts';
import type { ObjectMeta } from '../../../api/shape/meta.ts';
import type { Rollout } from '../../../api/shape/rollout.ts';
import { effectiveCount } from '../../analysis/assess-metric.ts';
import { resolveMetricArgs } from '../../analysis/metric-args.ts';
import { newRunSpec } from '../../analysis/new-run.ts';
import { buildRolloutArgs } from '../../analysis/rollout-args.ts';
import { type FieldError, invalid } from '../../../api/field-error.ts';

/**
 * What a rollout uses an analysis for. Source: pkg/apis/rollouts/validation/validation_references.go
 * AnalysisTemplateType.
 */
export type AnalysisTemplateType =
  'PrePromotionAnalysis' | 'PostPromotionAnalysis' | 'InlineAnalysis' | 'BackgroundAnalysis';

/** A template of a namespace or of the cluster. */
export interface NamedTemplate {
  readonly metadata: ObjectMeta;
  readonly spec: AnalysisTemplateSpec;
}

/** The templates of one analysis of a rollout. Source: AnalysisTemplatesWithType. */
export interface ReferencedTemplatesOf {
  readonly type: AnalysisTemplateType;
  /** The step, of an inline analysis. */
  readonly stepIndex: number;
  readonly templates: readonly NamedTemplate[];
  readonly clusterTemplates: readonly NamedTemplate[];
  readonly args: readonly AnalysisRunArgument[];
}

/** Source: GetAnalysisTemplateWithTypeFieldPath. */
export function templatesField(type: AnalysisTemplateType, stepIndex: number): string {
  const fields: Readonly<Record<AnalysisTemplateType, string>> = {
    PrePromotionAnalysis: 'blueGreen.prePromotionAnalysis',
    PostPromotionAnalysis: 'blueGreen.postPromotionAnalysis',
    InlineAnalysis: `canary.steps[${stepIndex}].analysis`,
    BackgroundAnalysis: 'canary.analysis',
  };
  return `spec.strategy.${fields[type]}.templates`;
}

const STAND_IN = 'dummy-value';
const standInFor = (hash: string): { readonly metadata: ObjectMeta } => ({
  metadata: { labels: { [POD_TEMPLATE_HASH_LABEL]: hash } },
});
const STABLE = standInFor('dummy-stable-hash');
const LATEST = standInFor('dummy-new-hash');

/**
 * An analysis must make a run, also with the dry-run rules of each step, and each template must come to an end. Source:
 * ValidateAnalysisTemplatesWithType.
 */
export function validateAnalysisTemplates(rollout: Rollout, analysis: ReferencedTemplatesOf): FieldError[] {
  const { type, stepIndex, templates, clusterTemplates } = analysis;
  const field = templatesField(type, stepIndex);
  const args = buildRolloutArgs(analysis.args, STABLE, LATEST, rollout).args ?? [];
  const errorOf = ({ dryRun = [], measurementRetention = [] }: Partial<RolloutAnalysis>): string | undefined =>
    newRunSpec({ templates, clusterTemplates, args, dryRun, measurementRetention }).error;
  const steps = (rollout.spec.strategy.canary?.steps ?? []).flatMap((step) => step.analysis ?? []);
  for (const rules of [{}, ...steps]) {
    const error = errorOf(rules);
    if (error === undefined) continue;
    const names = [...templates, ...clusterTemplates].map(({ metadata }) => metadata.name ?? '');
    return [invalid(field, `templateNames: [${names.join(' ')}]`, error)];
  }
  const validate = type === 'BackgroundAnalysis' ? validateBackgroundTemplate : validateFiniteTemplate;
  return [...templates, ...clusterTemplates].flatMap((template) => validate(rollout, template, field));
}

const known = new WeakMap<AnalysisTemplateSpec, readonly Metric[] | string>();

/**
 * The template's metrics with stand-ins for its arguments, or why there are none. Source: setArgValuePlaceHolder,
 * validateAnalysisMetrics.
 */
function resolvedMetrics(spec: AnalysisTemplateSpec): readonly Metric[] | string {
  let result = known.get(spec);
  if (result === undefined) {
    result = resolveMetrics(spec);
    known.set(spec, result);
  }
  return result;
}

function resolveMetrics({ metrics, args = [] }: AnalysisTemplateSpec): readonly Metric[] | string {
  const both = args.find(({ value, valueFrom }) => value !== undefined && valueFrom !== undefined);
  if (both !== undefined) return `arg '${both.name}' has both Value and ValueFrom fields`;
  const filled = args.map(({ name, value = STAND_IN }): Argument => ({ name, value }));
  const resolved: Metric[] = [];
  for (const metric of metrics ?? []) {
    const result = resolveMetricArgs(metric, filled);
    if (result.error !== undefined) return result.error;
    resolved.push(result.metric);
  }
  return resolved;
}

/** A template that must end by itself. */
function validateFiniteTemplate(_rollout: Rollout, { metadata, spec }: NamedTemplate, field: string): FieldError[] {
  const { name = '' } = metadata;
  const metrics = resolvedMetrics(spec);
  if (typeof metrics === 'string') return [invalid(field, name, `AnalysisTemplate ${name}: ${metrics}`)];
  return metrics
    .filter((metric) => effectiveCount(metric) === undefined)
    .map((metric) => {
      const count = metric.count === undefined ? '<nil>' : intOrStringText(metric.count);
      const words = `AnalysisTemplate ${name} has metric ${metric.name} which runs indefinitely.`;
      return invalid(field, name, `${words} Invalid value for count: ${count}`);
    });
}

/**
 * A background analysis may run for ever, but the canary must give it every argument without a value. Source:
 * ValidateAnalysisTemplateWithType.
 */
function validateBackgroundTemplate(rollout: Rollout, { metadata, spec }: NamedTemplate, field: string): FieldError[] {
  const { name = '' } = metadata;
  const given = rollout.spec.strategy.canary?.analysis?.args;
  return (spec.args ?? [])
    .filter(({ value, valueFrom }) => value === undefined && valueFrom === undefined)
    .flatMap((arg) => {
      if (given === undefined) return [invalid(field, name, 'missing analysis arguments in rollout spec')];
      return given.some((one) => one.name === arg.name) ? [] : [invalid(field, name, arg.name)];
    });
}
