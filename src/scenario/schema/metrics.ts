import * as z from 'zod';
import type { Json } from '../../api/json.ts';
import { duration, filled } from './scalars.ts';

/** How metrics answer. The keys are names of metrics, or texts of queries with their arguments put in. */
const number = z.union([z.number(), z.enum(['NaN', '+Inf', '-Inf'])]);

const failure = z
  .strictObject({ error: filled().describe('What the backend says.') })
  .describe('The query fails: a measurement in Error.');

const body = z
  .strictObject({ json: z.custom<Json>((value) => value !== undefined).describe('The body.') })
  .describe('The body of the answer, as JSON: for web metrics, or for a whole answer of Prometheus.');

const list = z.array(number).describe('A vector of several values; [] is an empty one.');

/** One answer, whatever the time. */
const answer = z.union([number, list, failure, body]);
export type AnswerSetting = z.infer<typeof answer>;

const series = z.strictObject({
  series: filled().describe(
    "Values one after the other, as promtool's tests write them: 0.99x10 0.5x3 _ stale. `_`: the value before stays; stale: an empty answer from then on; the last value stays.",
  ),
  every: duration().default('1m').describe('From one value to the next.'),
  from: duration().default('0s').describe('When the first value comes.'),
});
export type SeriesSetting = z.infer<typeof series>;

const timed = z
  .array(
    z.strictObject({
      from: duration().describe('From this time of the run on.'),
      value: answer.describe('What it answers.'),
    }),
  )
  .min(1)
  .describe('Answers, each from a time on.');

const valueNotation = filled().describe('Values one a minute, as promtool writes series: 0.99x10 0.5x3 _ stale.');

export const scriptedSeries = z
  .union([
    valueNotation,
    z.strictObject({
      values: filled().describe("Values one after the other, as promtool's tests write them: 0+5x100 _ stale."),
      every: duration().default('1m').describe('From one value to the next.'),
      from: duration().default('0s').describe('When the first value comes.'),
    }),
  ])
  .describe('Values one a minute (0+5x100 _ stale), or {values, every, from}.')
  .meta({ id: 'ScriptedSeries' });
export type ScriptedSeriesSetting = z.infer<typeof scriptedSeries>;

export const metricSetting = z
  .union([number, valueNotation, failure, body, series, timed, list])
  .describe(
    'A value; values one a minute (0.99x10 0.5x3 _ stale); {series, every, from}; a list of {from, value}; a list of numbers (a vector); {error}; {json}.',
  )
  .meta({ id: 'Metric' });
export type MetricSetting = z.infer<typeof metricSetting>;

export const jobSetting = z
  .strictObject({
    runs: duration().default('10s').describe('How long the Job runs.'),
    fails: z.boolean().default(false).describe('Whether it fails then, instead of completing.'),
  })
  .describe('What the Jobs of a metric do.');
export type JobSetting = z.infer<typeof jobSetting>;

export const metricChange = z.strictObject({
  name: filled().describe('The name of the metric, or the text of its query.'),
  value: metricSetting,
});
export type MetricChange = z.infer<typeof metricChange>;

export const utilisationSetting = z
  .union([
    z.number().min(0),
    z
      .array(
        z.strictObject({
          from: duration().describe('From this time of the run on.'),
          percent: z.number().min(0).describe('Use in percent of what the pods request.'),
        }),
      )
      .min(1),
  ])
  .describe('Use in percent of what the pods request: one number, or a list of {from, percent}.');
export type UtilisationSetting = z.infer<typeof utilisationSetting>;
