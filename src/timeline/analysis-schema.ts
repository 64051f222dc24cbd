import { z } from 'zod';

const count = z.int().min(0);

const measurement = z.strictObject({
  number: z.int().min(1),
  phase: z.string(),
  finishedAt: z.string().optional().describe('RFC 3339.'),
  value: z.string().optional(),
  message: z.string().optional(),
  failed: count,
  inconclusive: count,
  consecutiveError: count,
  consecutiveSuccess: count,
  decides: z.string().optional().describe('What this measurement decided, if it decided the metric.'),
});

const whatIf = z
  .strictObject({ limit: z.string(), value: z.int(), phase: z.string(), why: z.string() })
  .describe(
    'How the run would have ended with one limit changed; the phase is `unknown` where the measurements taken do not tell.',
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

/** What an entry says of the AnalysisRun that it is about. */
export const analysisOutcome = {
  phase: z.string(),
  message: z.string(),
  decidedBy: z.string().describe('The metric whose phase the run has, and what decided that.'),
  metrics: z.array(metric),
  missing: z.array(z.string()).describe('What was missing, and how to supply it.'),
};
