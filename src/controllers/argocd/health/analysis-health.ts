import type { JsonObject } from '../../../api/json.ts';
import { textAt, valueAt } from '../fields.ts';
import { type Health, type HealthCode, health } from './health-status.ts';

interface Verdict {
  readonly status: HealthCode;
  readonly message: string;
}

const ANALYSIS_RUN: Readonly<Record<string, Verdict>> = {
  Pending: { status: 'Progressing', message: 'Analysis run is running' },
  Running: { status: 'Progressing', message: 'Analysis run is running' },
  Successful: { status: 'Healthy', message: 'Analysis run completed successfully' },
  Failed: { status: 'Degraded', message: 'Analysis run failed' },
  Error: { status: 'Degraded', message: 'Analysis run had an error' },
  Inconclusive: { status: 'Unknown', message: 'Analysis run was inconclusive' },
};

const EXPERIMENT: Readonly<Record<string, Verdict>> = {
  Pending: { status: 'Progressing', message: 'Experiment is pending' },
  Running: { status: 'Progressing', message: 'Experiment is running' },
  Successful: { status: 'Healthy', message: 'Experiment is successful' },
  Failed: { status: 'Degraded', message: 'Experiment has failed' },
  Error: { status: 'Degraded', message: 'Experiment had an error' },
};

/** A status without a phase gives no health at all. */
function verdictOf(verdicts: Readonly<Record<string, Verdict>>, object: JsonObject): Verdict | undefined {
  const phase = textAt(object, 'status', 'phase') ?? '';
  return Object.hasOwn(verdicts, phase) ? verdicts[phase] : undefined;
}

/** A run that has come to its end says why in its own words, if it has any. Source: resource_customizations/argoproj.io/AnalysisRun/health.lua */
export function analysisRunHealth(run: JsonObject): Health | undefined {
  if (valueAt(run, 'status') === undefined) {
    return health('Progressing', 'Waiting for analysis run to finish: status has not been reconciled.');
  }
  const verdict = verdictOf(ANALYSIS_RUN, run);
  if (verdict === undefined || verdict.status === 'Progressing') return verdict;
  return health(verdict.status, textAt(run, 'status', 'message') ?? verdict.message);
}

/** Source: resource_customizations/argoproj.io/Experiment/health.lua */
export function experimentHealth(experiment: JsonObject): Health | undefined {
  if (valueAt(experiment, 'status') === undefined) {
    return health('Progressing', 'Waiting for experiment to finish: status has not been reconciled.');
  }
  return verdictOf(EXPERIMENT, experiment);
}
