import type { JsonObject } from '../../../api/json.ts';
import { own } from '../../../text/own.ts';
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

/** A phase that the script does not know, or none, gives an empty health. Source: util/lua/lua.go ExecuteHealthLua */
const NO_VERDICT: Health = { status: '', message: '' };

function verdictOf(verdicts: Readonly<Record<string, Verdict>>, object: JsonObject): Verdict | undefined {
  const phase = textAt(object, 'status', 'phase') ?? '';
  return own(verdicts, phase);
}

/** The message of a completed run is its own, if it has one. Source: resource_customizations/argoproj.io/AnalysisRun/health.lua */
export function analysisRunHealth(run: JsonObject): Health {
  if (valueAt(run, 'status') === undefined) {
    return health('Progressing', 'Waiting for analysis run to finish: status has not been reconciled.');
  }
  const verdict = verdictOf(ANALYSIS_RUN, run);
  if (verdict === undefined || verdict.status === 'Progressing') return verdict ?? NO_VERDICT;
  return health(verdict.status, textAt(run, 'status', 'message') ?? verdict.message);
}

/** Source: resource_customizations/argoproj.io/Experiment/health.lua */
export function experimentHealth(experiment: JsonObject): Health {
  if (valueAt(experiment, 'status') === undefined) {
    return health('Progressing', 'Waiting for experiment to finish: status has not been reconciled.');
  }
  return verdictOf(EXPERIMENT, experiment) ?? NO_VERDICT;
}
