import { Reference } from '../../../../src/api/reference.ts';
import { canonical } from '../../../../src/api/canonical.ts';
import { deepEqual } from '../../../../src/api/equality.ts';
import type { Json, JsonObject } from '../../../../src/api/json.ts';
import type { MetricProviders } from '../../../../src/api/metric-provider.ts';
import {
  analysisRun,
  type AnalysisRun,
  analysisRunStatus,
  type Measurement,
} from '../../../../src/api/shape/analysis.ts';
import { formatPreciseTime } from '../../../../src/api/times.ts';
import { isCompleted } from '../../../../src/controllers/analysis/phases.ts';
import { reconcileRun, type RunDecision } from '../../../../src/controllers/analysis/reconcile.ts';
import { jsonOf, listOf, numberOf, objectOf, shaped, TABLE_NOW_MS, textOf } from '../inputs.ts';
import type { TableCheck } from './table-check.ts';

const MAX_STEPS = 30;
const IDLE_MS = 10_000;

/** Hands out scripted measurements, one entry each; a Running one takes the next entry when it is looked at again. */
class ScriptedProviders implements MetricProviders {
  readonly #scripts: JsonObject;
  readonly #taken = new Map<string, number>();
  nowMs = TABLE_NOW_MS;

  constructor(scripts: JsonObject) {
    this.#scripts = scripts;
  }

  providerOf(): ReturnType<MetricProviders['providerOf']> {
    const now = (): string => formatPreciseTime(this.nowMs);
    return {
      provider: {
        type: 'Scripted',
        run: (_run, { name }) => this.#next(name, { phase: '', startedAt: now() }),
        resume: (_run, { name }, measurement) => this.#next(name, measurement),
        terminate: (_run, _metric, measurement) => ({ ...measurement, phase: 'Successful', finishedAt: now() }),
        garbageCollect: () => undefined,
        metadata: () => undefined,
      },
    };
  }

  #next(metric: string, measurement: Measurement): Measurement {
    const entries = listOf(this.#scripts[metric]);
    const count = this.#taken.get(metric) ?? 0;
    this.#taken.set(metric, count + 1);
    const { phase, value, message, resumeAfterSeconds } = objectOf(entries[Math.min(count, entries.length - 1)]);
    const time = formatPreciseTime(this.nowMs);
    return {
      ...measurement,
      phase: textOf(phase),
      ...(value === undefined ? {} : { value: textOf(value) }),
      ...(message === undefined ? {} : { message: textOf(message) }),
      ...(resumeAfterSeconds === undefined
        ? {}
        : { resumeAt: formatPreciseTime(this.nowMs + numberOf(resumeAfterSeconds) * 1000) }),
      ...(phase === 'Running' ? {} : { finishedAt: time, resumeAt: undefined }),
    };
  }
}

function byName(status: JsonObject): JsonObject {
  const results = listOf(status['metricResults']).map(objectOf);
  if (results.length === 0) return status;
  return { ...status, metricResults: [...results].sort((a, b) => (textOf(a['name']) < textOf(b['name']) ? -1 : 1)) };
}

function stepOf(nowMs: number, trigger: string, decision: RunDecision, status: JsonObject, changed: boolean): Json {
  const { events, requeueAfterMs } = decision;
  return {
    now: formatPreciseTime(nowMs),
    trigger,
    requeueAfterSeconds: requeueAfterMs === undefined ? null : requeueAfterMs / 1000,
    ...(events.length === 0
      ? {}
      : { events: events.map(({ type, reason, message }) => `${type} ${reason} ${message}`) }),
    ...(changed ? { status: byName(status) } : {}),
  };
}

function life(input: JsonObject): Json {
  const providers = new ScriptedProviders(objectOf(input['scripts'] ?? {}));
  const terminateAt = input['terminateAtStep'];
  let run: AnalysisRun = shaped(analysisRun, { metadata: { name: 'run', namespace: 'shop' }, spec: input['spec'] });
  const steps: Json[] = [];
  let nowMs = TABLE_NOW_MS;
  let trigger = 'start';
  while (steps.length < MAX_STEPS) {
    if (steps.length === terminateAt) {
      run = { ...run, spec: { ...run.spec, terminate: true } };
      trigger = 'terminate';
    }
    providers.nowMs = nowMs;
    const decision = reconcileRun({
      reference: new Reference(),
      run,
      nowMs,
      providers,
      resolveSecrets: (args) => ({ args, secrets: [] }),
    });
    const status = objectOf(canonical(analysisRunStatus, jsonOf(decision.status)));
    const changed = !deepEqual(status, run.status);
    steps.push(stepOf(nowMs, trigger, decision, status, changed));
    run = { ...run, status: shaped(analysisRunStatus, status) };
    if (isCompleted(run.status.phase)) break;
    if (changed) {
      nowMs += 1;
      trigger = 'watch';
    } else if (decision.requeueAfterMs !== undefined) {
      nowMs += decision.requeueAfterMs + 1;
      trigger = 'requeue';
    } else if (typeof terminateAt === 'number' && steps.length < terminateAt) {
      nowMs += IDLE_MS;
      trigger = 'idle';
    } else {
      break;
    }
  }
  return { steps };
}

export const check: TableCheck = { table: 'analysis-reconcile', compute: life };
