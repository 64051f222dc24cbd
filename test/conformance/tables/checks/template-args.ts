import { canonical } from '../../../../src/api/canonical.ts';
import type { Json, JsonObject } from '../../../../src/api/json.ts';
import { analysisRun, analysisTemplate, analysisTemplateSpec, metric } from '../../../../src/api/shape/analysis.ts';
import { argument, dryRun, measurementRetention, type Argument } from '../../../../src/api/shape/analysis-common.ts';
import { analysisRunArgument } from '../../../../src/api/shape/canary-steps.ts';
import { experiment } from '../../../../src/api/shape/experiment.ts';
import { replicaSet } from '../../../../src/api/shape/apps.ts';
import { flattenTemplates, type AnyTemplate } from '../../../../src/controllers/analysis/flatten.ts';
import { resolveMetricArgs, resolveMetricsWithoutSecrets } from '../../../../src/controllers/analysis/metric-args.ts';
import {
  dryRunMetrics,
  type MatchedRules,
  retentionMetrics,
} from '../../../../src/controllers/analysis/metric-rules.ts';
import { mergeArgs, newRun, newRunSpec } from '../../../../src/controllers/analysis/new-run.ts';
import {
  resolveArgs,
  resolveExperimentArg,
  resolveQuotedArgs,
  type TextResult,
} from '../../../../src/controllers/analysis/placeholders.ts';
import { buildRolloutArgs } from '../../../../src/controllers/analysis/rollout-args.ts';
import { byKind, errorText, jsonOf, listOf, objectOf, replicaSetOf, rolloutOf, shaped, textOf } from '../inputs.ts';
import type { TableCheck } from './table-check.ts';

const argsOf = (value: Json | undefined): readonly Argument[] => listOf(value).map((item) => shaped(argument, item));
const templatesOf = (value: Json | undefined): readonly AnyTemplate[] =>
  listOf(value).map((item) => shaped(analysisTemplate, item));

/** Leaves out what did not happen. */
function given(fields: Readonly<Record<string, unknown>>): JsonObject {
  return jsonOf(Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)));
}

const textResult = ({ text, error }: TextResult): Json => given({ text, error });

function matched({ byMetric, error }: MatchedRules<object>, value: (rule: object) => unknown): Json {
  const metrics = Object.fromEntries([...byMetric].map(([name, rule]) => [name, value(rule)]));
  return given({ metrics, error });
}

const namesOf = (input: JsonObject): readonly { readonly name: string }[] =>
  listOf(input['metrics']).map((name) => ({ name: textOf(name) }));

function resolveMetric(input: JsonObject): Json {
  const one = shaped(metric, input['metric']);
  const args = argsOf(input['args']);
  const plain = resolveMetricsWithoutSecrets([one], args);
  return given({
    ...resolveMetricArgs(one, args),
    withoutSecrets: plain.error === undefined ? plain.metrics[0] : { error: plain.error },
  });
}

function buildArgs(input: JsonObject): Json {
  const args = listOf(input['args']).map((item) => shaped(analysisRunArgument, item));
  try {
    const stable = replicaSetOf(input['stableRS']);
    const built = buildRolloutArgs(args, stable, replicaSetOf(input['newRS']), rolloutOf(input['rollout']));
    return given({ ...built, args: built.args ?? null });
  } catch (error) {
    return { panic: errorText(error) };
  }
}

function newRunRow(input: JsonObject): Json {
  const { spec, error } = newRunSpec({
    templates: templatesOf(input['templates']),
    clusterTemplates: templatesOf(input['clusterTemplates']),
    args: argsOf(input['args']),
    dryRun: listOf(input['dryRun']).map((item) => shaped(dryRun, item)),
    measurementRetention: listOf(input['measurementRetention']).map((item) => shaped(measurementRetention, item)),
  });
  if (error !== undefined) return { error };
  const run = newRun({ name: 'run' }, spec);
  return { spec: objectOf(canonical(analysisRun, jsonOf(run)))['spec'] };
}

const KINDS: Readonly<Record<string, (input: JsonObject) => Json>> = {
  resolveArgs: (input) => textResult(resolveArgs(textOf(input['template']), argsOf(input['args']))),
  resolveQuotedArgs: (input) => textResult(resolveQuotedArgs(textOf(input['template']), argsOf(input['args']))),
  resolveMetric,
  buildArgs,
  mergeArgs: (input) => given({ ...mergeArgs(argsOf(input['incoming']), argsOf(input['template'])) }),
  flatten: (input) => {
    const { template, error } = flattenTemplates(
      templatesOf(input['templates']),
      templatesOf(input['clusterTemplates']),
    );
    return error === undefined ? { spec: canonical(analysisTemplateSpec, jsonOf(template)) } : { error };
  },
  newRun: newRunRow,
  dryRunMetrics: (input) =>
    matched(
      dryRunMetrics(
        listOf(input['rules']).map((item) => shaped(dryRun, item)),
        namesOf(input),
      ),
      () => true,
    ),
  retentionMetrics: (input) => {
    const rules = listOf(input['rules']).map((item) => shaped(measurementRetention, item));
    return matched(retentionMetrics(rules, namesOf(input)), (rule) => rule);
  },
  experimentArg: (input) => {
    const replicaSets = Object.entries(objectOf(input['replicaSets'])).map(
      ([name, value]) => [name, shaped(replicaSet, value)] as const,
    );
    const one = shaped(experiment, input['experiment']);
    return textResult(resolveExperimentArg(textOf(input['template']), one, new Map(replicaSets)));
  },
};

export const check: TableCheck = {
  table: 'template-args',
  compute: (input) => byKind(KINDS, input),
};
