import { Reference } from '../../../src/api/reference.ts';
import { canonical } from '../../../src/api/canonical.ts';
import { isJsonObject, type Json, type JsonObject } from '../../../src/api/json.ts';
import type { MetricProviders } from '../../../src/api/metric-provider.ts';
import { analysisRun, type AnalysisRun, type Measurement } from '../../../src/api/shape/analysis.ts';
import { formatPreciseTime } from '../../../src/api/times.ts';
import { isCompleted } from '../../../src/controllers/analysis/phases.ts';
import { reconcileRun } from '../../../src/controllers/analysis/reconcile.ts';

const START_MS = 1_767_225_600_001;
const MAX_LOOKS = 500;

/** The phase that a metric measures, by the second since the start. */
export type Answers = (metric: string, second: number) => string;

export interface Life {
  readonly run: AnalysisRun;
  /** Every measurement that was taken. */
  readonly history: ReadonlyMap<string, readonly Measurement[]>;
}

function isRun(value: Json): value is AnalysisRun & Json {
  return isJsonObject(value);
}

/** A run in stored form. */
export function storedRun(fields: JsonObject): AnalysisRun {
  const run = canonical(analysisRun, fields);
  if (!isRun(run)) throw new Error('no run');
  return run;
}

function providersAt(nowMs: number, answers: Answers, taken: Map<string, Measurement[]>): MetricProviders {
  const time = formatPreciseTime(nowMs);
  return {
    providerOf: () => ({
      provider: {
        type: 'Answers',
        run: (_run, { name }) => {
          const phase = answers(name, Math.floor((nowMs - START_MS) / 1000));
          const measurement: Measurement = { phase, startedAt: time, finishedAt: time };
          taken.set(name, [...(taken.get(name) ?? []), measurement]);
          return measurement;
        },
        resume: (_run, _metric, measurement) => measurement,
        terminate: (_run, _metric, measurement) => measurement,
        garbageCollect: () => undefined,
        metadata: () => undefined,
      },
    }),
  };
}

/** Looks at a run as the controller would until it is complete, or nothing is due any more. */
export function liveThrough(spec: JsonObject, answers: Answers, terminateAtMs = Infinity): Life {
  let run = storedRun({ metadata: { name: 'run', namespace: 'default' }, spec });
  const history = new Map<string, Measurement[]>();
  let nowMs = START_MS;
  for (let looks = 0; looks < MAX_LOOKS && !isCompleted(run.status.phase); looks += 1) {
    if (nowMs - START_MS >= terminateAtMs) run = { ...run, spec: { ...run.spec, terminate: true } };
    const providers = providersAt(nowMs, answers, history);
    const { status, requeueAfterMs } = reconcileRun({
      reference: new Reference(),
      run,
      nowMs,
      providers,
      resolveSecrets: (args) => ({ args, secrets: [] }),
    });
    const next = storedRun({ ...run, status: { ...status } });
    const changed = JSON.stringify(next.status) !== JSON.stringify(run.status);
    run = next;
    if (changed) continue;
    if (requeueAfterMs === undefined) break;
    nowMs += Math.ceil(requeueAfterMs / 1000) * 1000 || 1000;
  }
  return { run, history };
}
