/** Rules that name metrics by regular expressions: dryRun and measurementRetention. Source: utils/analysis/helpers.go. */
import type { Metric } from '../../api/shape/analysis.ts';
import type { DryRun, MeasurementRetention } from '../../api/shape/analysis-common.ts';
import { matchesPattern } from './pattern.ts';

type Named = Pick<Metric, 'name'>;

/** The metrics that each rule matched, the last rule winning; with the complaint about the first rule that matched none. */
export interface MatchedRules<T> {
  readonly byMetric: ReadonlyMap<string, T>;
  readonly error?: string;
}

/** Patterns are not anchored; a broken one matches nothing. */
function matchRules<T extends { readonly metricName: string }>(
  field: string,
  rules: readonly T[],
  metrics: readonly Named[],
): MatchedRules<T> {
  const byMetric = new Map<string, T>();
  for (const [index, rule] of rules.entries()) {
    const matched = metrics.filter(({ name }) => matchesPattern(rule.metricName, name));
    for (const { name } of matched) byMetric.set(name, rule);
    if (matched.length === 0) return { byMetric, error: `${field}[${index}]: Rule didn't match any metric name(s)` };
  }
  return { byMetric };
}

/** Source: GetDryRunMetrics. */
export function dryRunMetrics(rules: readonly DryRun[], metrics: readonly Named[]): MatchedRules<DryRun> {
  return matchRules('dryRun', rules, metrics);
}

/** Source: GetMeasurementRetentionMetrics. */
export function retentionMetrics(
  rules: readonly MeasurementRetention[],
  metrics: readonly Named[],
): MatchedRules<MeasurementRetention> {
  return matchRules('measurementRetention', rules, metrics);
}
