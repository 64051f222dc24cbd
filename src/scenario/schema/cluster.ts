import * as z from 'zod';
import { duration, filled, name, quantity } from './scalars.ts';

/** Distributions of times, in the terms of src/kernel: parameters that are times are durations here. */
const distribution = z
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

const readyAfter = z
  .union([
    duration(),
    z.array(duration()).min(1).describe('Times of the first, second, … pod of the image, then again from the first.'),
    distribution,
  ])
  .describe('From the creation of a pod to its readiness: one time for all, a list cycled by pod, or a distribution.')
  .meta({ id: 'ReadyAfter' });
export type ReadyAfterSetting = z.infer<typeof readyAfter>;

const never = filled().describe(
  'The pods never become ready; their container waits with this reason, such as CrashLoopBackOff or ImagePullBackOff.',
);

const startAfter = duration()
  .optional()
  .describe('From the creation of a pod to its container running; else it runs when it is ready.');

const crash = z
  .strictObject({
    after: duration().describe('So long after the pod turned ready.'),
    exitCode: z.int().min(0).max(255).default(1).describe('How the container ends.'),
    times: z.int().min(1).optional().describe('So often; else each time.'),
  })
  .describe('The container ends, and is started again after 0s, 10s, 20s, … as the kubelet does.');

const turnsUnready = z
  .strictObject({
    after: duration().describe('So long after the pod turned ready.'),
    for: duration().optional().describe('For so long; else for good.'),
  })
  .describe('The readiness probe fails.');

/** How pods of an image behave. */
export const behaviourFields = {
  readyAfter: readyAfter.optional(),
  never: never.optional(),
  startAfter,
  crash: crash.optional(),
  turnsUnready: turnsUnready.optional(),
};

export const imageSetting = z.strictObject(behaviourFields).describe('How pods of this image behave.');
export type ImageSetting = z.infer<typeof imageSetting>;

const routers = z
  .strictObject({
    albWeightDelay: duration()
      .optional()
      .describe(
        'How long an AWS load balancer takes to apply weights. The controller then waits for it, as with its flag --aws-verify-target-group; else it does not ask.',
      ),
    trafficSplitVersion: z
      .enum(['v1alpha1', 'v1alpha2', 'v1alpha3'])
      .optional()
      .describe("The controller's flag --traffic-split-api-version: v1alpha1 if left out."),
  })
  .describe('Traffic routers, and how the controller is set up for them.');

const node = z
  .strictObject({
    name: name().describe('The name of the node.'),
    cpu: quantity().optional().describe('Allocatable CPU; no limit if left out.'),
    memory: quantity().optional().describe('Allocatable memory; no limit if left out.'),
    pods: z.int().min(0).optional().describe('How many pods fit; no limit if left out.'),
  })
  .describe('A node that pods are scheduled to.');

export const cluster = z
  .strictObject({
    readyAfter: readyAfter
      .default('2s')
      .describe('From the creation of a pod to its readiness, for images without a time of their own.'),
    startAfter,
    nodes: z.array(node).default([]).describe('The nodes; none means one node without limits.'),
    routers: routers.prefault({}),
  })
  .describe('What runs under the controllers.');
