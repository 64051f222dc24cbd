import { isJsonArray, isJsonObject, type Json } from '../api/json.ts';
import type { ScenarioFile } from './schema/scenario.ts';
import { valueAt } from './schema/issues.ts';
import type { ScenarioContext } from './scenario-context.ts';
import { didYouMean } from './suggest.ts';
import { placeOfKey, placeOfValue, type YamlPath } from './yaml-path.ts';

/** Names of metrics, texts that their backends are asked by, and metrics that Jobs measure. */
interface Measured {
  readonly metrics: readonly string[];
  readonly queries: readonly string[];
  readonly jobs: readonly string[];
}

const WITH_METRICS: ReadonlySet<string> = new Set(['AnalysisTemplate', 'ClusterAnalysisTemplate', 'AnalysisRun']);

/** Warns of metrics and Jobs that are scripted, though no analysis and no autoscaler of the manifests has them. */
export function checkMetricNames(context: ScenarioContext, spec: ScenarioFile['spec']): void {
  if (spec.script.some(({ apply }) => typeof apply === 'string')) return;
  const applied = spec.script.flatMap(({ apply }) => (typeof apply === 'object' ? [apply] : []));
  const { metrics, queries, jobs } = measuredBy([...context.manifests.map(({ object }) => object), ...applied]);
  for (const name of Object.keys(spec.metrics)) {
    if (!matches([...metrics, ...queries], name)) warn(context, 'metric', name, metrics, ['spec', 'metrics', name]);
  }
  for (const name of Object.keys(spec.jobs)) {
    if (!matches(jobs, name)) warn(context, 'Job', name, jobs, ['spec', 'jobs', name]);
  }
  spec.script.forEach(({ metric }, index) => {
    if (metric === undefined || matches([...metrics, ...queries], metric.name)) return;
    warn(context, 'metric', metric.name, metrics, ['spec', 'script', index, 'metric', 'name']);
  });
}

function warn(
  { document, diagnostics }: ScenarioContext,
  of: 'metric' | 'Job',
  found: string,
  known: readonly string[],
  path: YamlPath,
): void {
  const place = path[1] === 'script' ? placeOfValue(document, path) : placeOfKey(document, path);
  diagnostics.add('W228', place, { of, found, known, suggestion: didYouMean(found, known) });
}

/** What analyses and autoscalers of objects measure. */
export function measuredBy(objects: readonly Json[]): Measured {
  const metrics: string[] = [];
  const queries: string[] = [];
  const jobs: string[] = [];
  for (const object of objects) {
    const kind = textAt(object, ['kind']);
    if (kind === 'Job') jobs.push(textAt(object, ['metadata', 'name']));
    if (kind === 'HorizontalPodAutoscaler') metrics.push(...autoscalerMetrics(object));
    const list = WITH_METRICS.has(kind) ? valueAt(object, ['spec', 'metrics']) : undefined;
    for (const metric of isJsonArray(list) ? list : []) {
      const name = textAt(metric, ['name']);
      metrics.push(name);
      const provider = valueAt(metric, ['provider']);
      if (isJsonObject(provider) && provider['job'] !== undefined) jobs.push(name);
      else collectTexts(provider, queries);
    }
  }
  return { metrics: unique(metrics), queries, jobs: unique(jobs) };
}

/** Metrics of an autoscaler that are no use of resources. */
function autoscalerMetrics(object: Json): readonly string[] {
  const list = valueAt(object, ['spec', 'metrics']);
  return (isJsonArray(list) ? list : []).flatMap((metric) =>
    ['pods', 'object', 'external']
      .map((source) => textAt(metric, [source, 'metric', 'name']))
      .filter((name) => name !== ''),
  );
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort();
}

function textAt(value: Json, path: YamlPath): string {
  const found = valueAt(value, path);
  return typeof found === 'string' ? found : '';
}

function collectTexts(value: Json | undefined, found: string[]): void {
  if (typeof value === 'string') found.push(value);
  else if (isJsonArray(value)) for (const item of value) collectTexts(item, found);
  else if (isJsonObject(value)) for (const item of Object.values(value)) collectTexts(item, found);
}

/** Whether a name is one of those, where `{{args.x}}` stands for any text. */
function matches(patterns: readonly string[], name: string): boolean {
  return patterns.some((pattern) => {
    const [first = '', ...rest] = literalParts(pattern);
    const last = rest.pop();
    if (last === undefined) return pattern === name;
    return name.startsWith(first) && matchesParts(rest, last, name.slice(first.length));
  });
}

/** Whether the parts are in the text in this order, with `last` at its end. The first place of each part leaves most text for the others. */
function matchesParts(parts: readonly string[], last: string, text: string): boolean {
  let rest = text;
  for (const part of parts) {
    const at = rest.indexOf(part);
    if (at < 0) return false;
    rest = rest.slice(at + part.length);
  }
  return rest.endsWith(last);
}

/** What stands between the placeholders. An opening without its end is literal text. */
function literalParts(pattern: string): readonly string[] {
  const parts: string[] = [];
  let from = 0;
  for (;;) {
    const open = pattern.indexOf('{{', from);
    const close = open < 0 ? -1 : pattern.indexOf('}}', open);
    if (close < 0) return [...parts, pattern.slice(from)];
    parts.push(pattern.slice(from, open));
    from = close + 2;
  }
}
