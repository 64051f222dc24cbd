import { z } from 'zod';
import type { DeepReadonly } from './read-only.ts';

/** What an analysis came to: part of a timeline's record of a finished AnalysisRun. */

const count = z.int().min(0);

const measurement = z
  .strictObject({
    number: z.int().min(1).describe('From 1 on.'),
    phase: z.string(),
    finishedAt: z.string().optional().describe('RFC 3339.'),
    value: z.string().optional(),
    message: z.string().optional(),
    failed: count,
    inconclusive: count,
    consecutiveError: count,
    consecutiveSuccess: count,
    decides: z
      .string()
      .optional()
      .describe('What this measurement decided, if it decided the metric: `failed (2) > failureLimit (1)`.'),
  })
  .describe('A measurement, and where its metric stood after it.');

const whatIf = z
  .strictObject({ limit: z.string(), value: z.int(), phase: z.string(), why: z.string() })
  .describe(
    'How the run would have ended with one limit changed; the phase is `unknown` where the measurements taken do not decide it.',
  );

const read = z
  .strictObject({
    selector: z.string(),
    name: z.string().describe('The name of the metric; empty: any.'),
    exists: z.boolean().describe('Whether there ever was a series of this name.'),
    series: count.describe('Series that it matched while the analysis ran.'),
    versions: z.array(z.string()).describe('Pod-template hashes on these series.'),
    labels: z.array(z.string()).describe('Labels that series of this name have; empty unless nothing matched.'),
    missing: z
      .array(
        z.strictObject({
          label: z.string(),
          value: z.string(),
          has: z.array(z.string()),
        }),
      )
      .describe('If nothing matched: matchers that no series fits, and the values that series have instead.'),
    windowMs: count.optional().describe('Of a range selector.'),
    scrapeMs: count.describe('From one scrape to the next.'),
  })
  .describe('A selector of a query, and what it found.');

const metric = z.strictObject({
  name: z.string(),
  dryRun: z.boolean().describe('A dry run is measured and decides nothing.'),
  phase: z.string(),
  query: z.string().describe('What the provider is asked, after the arguments were put in.'),
  successCondition: z.string(),
  failureCondition: z.string(),
  limits: z.record(z.string(), z.string()),
  decidedBy: z.string(),
  measurements: z.array(measurement).describe('All that were taken, also those that the status has not kept.'),
  whatIf: z.array(whatIf),
  reads: z
    .array(read)
    .optional()
    .describe('The selectors of a PromQL query; absent: there are no series, or no such query.'),
  fallback: z.boolean().optional().describe('Set when the query has a fallback that reads no series: `or vector(0)`.'),
});

/** Why an AnalysisRun ended as it did. */
export const analysisOutcome = {
  phase: z.string(),
  message: z.string(),
  decidedBy: z.string().describe('The metric whose phase the run has, and what decided that.'),
  metrics: z.array(metric),
  missing: z.array(z.string()).describe('What was missing, and how to supply it.'),
};

export type AnalysisMeasurement = DeepReadonly<z.infer<typeof measurement>>;
export type AnalysisWhatIf = DeepReadonly<z.infer<typeof whatIf>>;
export type QueryRead = DeepReadonly<z.infer<typeof read>>;
export type AnalysisMetric = DeepReadonly<z.infer<typeof metric>>;
