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
export type AnalysisMetric = DeepReadonly<z.infer<typeof metric>>;
