import { parseTime } from '../../api/times.ts';
import { own } from '../../text/own.ts';
import type { AnalysisMeasurement, AnalysisMetric, AnalysisWhatIf } from '../../timeline/analysis.ts';
import type { AnalysisResult, Timeline } from '../../timeline/timeline.ts';
import { formatSpan } from '../../text/durations.ts';
import type { Tone } from '../moment.ts';

/** The signs of the kubectl plugin, and how each phase is meant. */
const LOOKS: Readonly<Record<string, { readonly sign: string; readonly tone: Tone }>> = {
  Successful: { sign: '✔', tone: 'good' },
  Failed: { sign: '✖', tone: 'bad' },
  Error: { sign: '⚠', tone: 'bad' },
  Inconclusive: { sign: '?', tone: 'wait' },
};

export function analysisLook(phase: string): { readonly sign: string; readonly tone: Tone } {
  return own(LOOKS, phase) ?? { sign: '•', tone: 'quiet' };
}

/** When a measurement was finished, as time of the run; objects store whole seconds, and the run begins a hair after one. */
export function measuredAt({ header }: Timeline, { finishedAt }: AnalysisMeasurement): string {
  const [epochMs, atMs] = [parseTime(header.epoch), parseTime(finishedAt ?? '')];
  if (epochMs === undefined || atMs === undefined) return '';
  return formatSpan(Math.max(0, Math.ceil((atMs - epochMs) / 1000) * 1000));
}

/** `success result[0] >= 0.95`, and the condition of failure, if they are given. */
export function conditionTexts({ successCondition, failureCondition }: AnalysisMetric): readonly string[] {
  return [
    ...(successCondition === '' ? [] : [`successful if ${successCondition}`]),
    ...(failureCondition === '' ? [] : [`failed if ${failureCondition}`]),
  ];
}

export function limitsText({ limits }: AnalysisMetric): string {
  return Object.entries(limits)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}

/** Where the metric stood after a measurement, against the limits that it has begun to use up: `failed 2 of 2`. */
export function standingText(metric: AnalysisMetric, measurement: AnalysisMeasurement): string {
  const counters: readonly (readonly [string, number, string])[] = [
    ['failed', measurement.failed, 'failureLimit'],
    ['inconclusive', measurement.inconclusive, 'inconclusiveLimit'],
    ['errors in a row', measurement.consecutiveError, 'consecutiveErrorLimit'],
    ['successes in a row', measurement.consecutiveSuccess, 'consecutiveSuccessLimit'],
  ];
  return counters
    .filter(([, count, limit]) => count > 0 && own(metric.limits, limit) !== undefined)
    .map(([name, count, limit]) => `${name} ${count}, ${limit} ${own(metric.limits, limit) ?? ''}`)
    .join('; ');
}

/** How other limits would have ended the run: each end that differs, then those that change nothing together. */
export function whatIfTexts({ phase, message }: AnalysisResult, { whatIf }: AnalysisMetric): readonly string[] {
  const isSame = (one: AnalysisWhatIf): boolean => one.phase === phase && (one.why === message || message === '');
  const same = whatIf.filter(isSame).map(({ limit, value }) => `${limit} ${value}`);
  return [
    ...whatIf
      .filter((one) => !isSame(one))
      .map(({ limit, value, phase: end, why }) => `with ${limit} ${value}: ${end}, ${why}`),
    ...(same.length === 0 ? [] : [`the same end with ${same.join(', ')}`]),
  ];
}
