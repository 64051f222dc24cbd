import { parseDurationMs } from '../api/durations.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../api/json.ts';
import { requiredFields } from '../api/required/required-fields.ts';
import { own } from '../text/own.ts';
import { LIMITS } from '../world/limits.ts';
import type { DiagnosticList } from './diagnostics.ts';
import type { Manifest } from './manifest.ts';
import { show, valueAt } from './schema/issues.ts';
import { pathText, placeOfKey, placeOfValue, type YamlPath } from './yaml-path.ts';

/** Reports fields that the API server requires and that are not there. */
export function checkRequired({ resource, object, document, path }: Manifest, diagnostics: DiagnosticList): void {
  for (const { path: pattern, names } of requiredFields(resource.kind)) {
    for (const { path: at, value } of mappingsAt(object, pattern)) {
      const missing = names.filter((name) => (own(value, name) ?? null) === null);
      if (missing.length === 0) continue;
      const place = at.length === 0 ? placeOfKey(document, [...path, 'kind']) : placeOfKey(document, [...path, ...at]);
      diagnostics.add('E434', place, { path: pathText(at), missing, kind: resource.kind });
    }
  }
}

interface Mapping {
  readonly path: YamlPath;
  readonly value: JsonObject;
}

/** The mappings of a value that a pattern leads to. */
function mappingsAt(value: Json | undefined, pattern: readonly string[], before: YamlPath = []): readonly Mapping[] {
  const [part, ...rest] = pattern;
  if (part === undefined) return isJsonObject(value) ? [{ path: before, value }] : [];
  if (part !== '*') return isJsonObject(value) ? mappingsAt(own(value, part), rest, [...before, part]) : [];
  if (isJsonArray(value)) return value.flatMap((item, index) => mappingsAt(item, rest, [...before, index]));
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => mappingsAt(item, rest, [...before, key]));
}

/** Where a kind states how many pods there are. */
const POD_COUNTS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    Rollout: [
      'spec.replicas',
      'spec.strategy.canary.steps.*.setCanaryScale.replicas',
      'spec.strategy.canary.steps.*.experiment.templates.*.replicas',
      'spec.strategy.blueGreen.previewReplicaCount',
    ],
    Deployment: ['spec.replicas'],
    ReplicaSet: ['spec.replicas'],
    Experiment: ['spec.templates.*.replicas'],
    HorizontalPodAutoscaler: ['spec.maxReplicas'],
    Job: ['spec.parallelism'],
  }),
);

/** Where metrics with an interval stand. */
const METRICS: ReadonlySet<string> = new Set(['AnalysisTemplate', 'ClusterAnalysisTemplate', 'AnalysisRun']);

/** Whether a number of pods is more than is simulated; what is no number of 32 bits is a mistake of another kind. */
export function isTooManyPods(value: Json | undefined): value is number {
  return typeof value === 'number' && value > LIMITS.pods.value && value <= 2_147_483_647;
}

/** Reports what an object asks for beyond the limits of a rehearsal. */
export function checkLimits(manifest: Manifest, diagnostics: DiagnosticList): void {
  const { resource, object, document, path: root } = manifest;
  for (const pattern of POD_COUNTS.get(resource.kind) ?? []) {
    const parts = pattern.split('.');
    for (const { path, value } of mappingsAt(object, parts.slice(0, -1))) {
      const key = parts.at(-1) ?? '';
      const count = own(value, key);
      if (!isTooManyPods(count)) continue;
      const at = [...path, key];
      const place = placeOfValue(document, [...root, ...at]);
      diagnostics.add('E431', place, { path: pathText(at), found: show(count), most: LIMITS.pods.value });
    }
  }
  const steps = valueAt(object, ['spec', 'strategy', 'canary', 'steps']);
  if (resource.kind === 'Rollout' && isJsonArray(steps) && steps.length > LIMITS.steps.value) {
    const path = ['spec', 'strategy', 'canary', 'steps'];
    const limit = `at most ${LIMITS.steps.value} steps`;
    diagnostics.add('E435', placeOfKey(document, [...root, ...path]), {
      path: pathText(path),
      found: show(steps),
      limit,
    });
  }
  if (METRICS.has(resource.kind)) checkIntervals(manifest, diagnostics);
}

function checkIntervals({ object, document, path: root }: Manifest, diagnostics: DiagnosticList): void {
  for (const { path, value } of mappingsAt(object, ['spec', 'metrics', '*'])) {
    const interval = own(value, 'interval');
    const ms = typeof interval === 'string' ? parseDurationMs(interval) : undefined;
    if (typeof interval !== 'string' || ms === undefined || ms <= 0 || ms >= LIMITS.intervalMs.value) continue;
    const at = [...path, 'interval'];
    const limit = `an interval of at least ${LIMITS.intervalMs.value}ms`;
    diagnostics.add('E435', placeOfValue(document, [...root, ...at]), { path: pathText(at), found: interval, limit });
  }
}
