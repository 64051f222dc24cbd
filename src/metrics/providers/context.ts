import type { Clock } from '../../api/clock.ts';
import type { Reference } from '../../api/reference.ts';
import type { ApiServer } from '../../api/server.ts';
import type { AnalysisVerdict } from '../../world/metrics.ts';
import type { Answer, MetricQuery, MetricSource } from '../source.ts';

/** What the providers of a run are given. */
export interface ProviderContext {
  readonly api: ApiServer;
  readonly clock: Clock;
  readonly source: MetricSource;
  readonly reference: Reference;
  /** Whether it is known what the Job of a metric does. */
  readonly knowsJob: (metric: string) => boolean;
  /** What every measurement comes to; absent: what backends answer decides. */
  readonly verdict?: AnalysisVerdict;
  /** Tells the run of something that a user should know; the same text comes once. */
  readonly finding: (text: string) => void;
}

/** How people say what a backend answers. */
export function howToScript(metric: string): string {
  return `Answer it with --metric ${metric}=VALUE, decide every analysis with --analysis pass, or write metrics: {${metric}: VALUE} into the scenario.`;
}

/** The answer of the source; nothing is made up where it knows none. */
export function ask({ source, clock, finding }: ProviderContext, query: MetricQuery): Answer {
  const answer = source.answer(query, clock.nowMs());
  if (answer !== undefined) return answer;
  finding(
    `Metric ${query.metric} asks ${query.provider} \`${query.query}\`, which nothing here answers. ${howToScript(query.metric)}`,
  );
  return { kind: 'error', message: `rehearse: nothing answers the query of metric ${query.metric}` };
}
