import { HORIZONTAL_POD_AUTOSCALER } from '../api/resources.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../api/json.ts';
import type { MetricValues, Utilisation } from '../controllers/hpa/metrics-client.ts';
import type { MetricSource } from '../metrics/source.ts';
import { own } from '../text/own.ts';
import type { World } from '../world/world.ts';

/** Tells of what an autoscaler asks for and nothing answers; each once. */
type Ask = (key: string, text: string) => void;

/** Passes each note on once. */
export function onlyOnce(note: (text: string) => void): Ask {
  const asked = new Set<string>();
  return (key, text) => {
    if (asked.has(key)) return;
    asked.add(key);
    note(text);
  };
}

/** What the pods of a target use, as the world says; nothing is known before its first answer. */
export function scriptedUtilisation({ utilisation = {}, epochMs }: World, ask: Ask): Utilisation {
  return ({ kind, name }, resource, nowMs) => {
    const key = `${kind}/${name}`;
    const answers = own(utilisation, key);
    if (answers === undefined) {
      ask(
        `${key} ${resource}`,
        `A HorizontalPodAutoscaler asks how much ${resource} the pods of ${key} use, and nothing answers: give it as utilisation: {${key}: 50}`,
      );
    }
    return answers?.findLast(({ fromMs }) => epochMs + fromMs <= nowMs)?.percent;
  };
}

/** What metrics of autoscalers measure: the scripted metric or the series of Prometheus that has the same name. */
export function metricValues(source: MetricSource, ask: Ask): MetricValues {
  return (metric, nowMs) => {
    const answer = source.answer({ provider: 'prometheus', metric, query: metric }, nowMs);
    const values = answer?.kind === 'vector' ? answer.values : answer?.kind === 'scalar' ? [answer.value] : [];
    const finite = values.filter(Number.isFinite);
    if (finite.length > 0) return finite;
    ask(
      metric,
      `A HorizontalPodAutoscaler asks for the metric ${metric}, and nothing answers: give its values as metrics: {${metric}: 30}`,
    );
    return undefined;
  };
}

function namesAsked(manifest: JsonObject): readonly string[] {
  const { kind, spec } = manifest;
  const metrics = kind === HORIZONTAL_POD_AUTOSCALER.kind && isJsonObject(spec) ? spec['metrics'] : undefined;
  return (isJsonArray(metrics) ? metrics : []).flatMap((item) => {
    const sources = isJsonObject(item) ? [item['pods'], item['object'], item['external']] : [];
    return sources.flatMap(metricName);
  });
}

function metricName(source: Json | undefined): readonly string[] {
  const metric = isJsonObject(source) ? source['metric'] : undefined;
  const name = isJsonObject(metric) ? metric['name'] : undefined;
  return typeof name === 'string' ? [name] : [];
}

/** Whether anything is known of what autoscalers ask for: without it they could only complain. */
export function hasAutoscalerMetrics({ utilisation, metrics = {}, manifests, script }: World): boolean {
  if (utilisation !== undefined) return true;
  const applied = script.flatMap(({ action }) => (action.do === 'apply' ? [action.manifest] : []));
  return [...manifests, ...applied].flatMap(namesAsked).some((name) => Object.hasOwn(metrics, name));
}
