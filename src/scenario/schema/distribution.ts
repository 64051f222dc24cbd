import * as z from 'zod';
import { duration } from './scalars.ts';

/** Distributions of times, in the terms of src/kernel: parameters that are times are durations here. */
export const distribution = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('uniform').describe('Every time between two is as likely.'),
      min: duration().describe('The shortest time.'),
      max: duration().describe('The longest time.'),
    }),
    z.strictObject({
      kind: z.literal('exponential').describe('Many short times, few long ones.'),
      mean: duration().describe('The mean time.'),
    }),
    z.strictObject({
      kind: z.literal('truncated-normal').describe('Around a mean, cut off at both ends.'),
      mean: duration().describe('The mean before the cut.'),
      standardDeviation: duration().describe('The standard deviation before the cut.'),
      min: duration().describe('No time is shorter.'),
      max: duration().describe('No time is longer.'),
    }),
    z.strictObject({
      kind: z.literal('log-normal').describe('Around a median, with a long tail.'),
      median: duration().describe('Half of the times are shorter.'),
      sigma: z.number().min(0).describe('The standard deviation of the logarithm: 0.5 is a moderate spread.'),
    }),
    z.strictObject({
      kind: z.literal('weibull').describe('From many early times to a hump, by its shape.'),
      scale: duration().describe('63 % of the times are shorter.'),
      shape: z.number().gt(0).describe('Below 1: many short, few very long; above 1: a hump.'),
    }),
    z.strictObject({
      kind: z.literal('empirical').describe('Drawn from times that were measured.'),
      values: z
        .array(
          z.strictObject({
            value: duration().describe('A time.'),
            weight: z.number().min(0).default(1).describe('How often it occurs, relative to the others.'),
          }),
        )
        .min(1)
        .describe('Times that were measured.'),
    }),
  ])
  .describe('Times drawn at random, reproducibly: pods get the same times under the same seed.');
export type DistributionSetting = z.infer<typeof distribution>;
