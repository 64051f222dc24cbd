import * as z from 'zod';
import { LIMITS } from '../../world/limits.ts';
import { distribution } from './distribution.ts';
import { duration, filled, name, quantity } from './scalars.ts';

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

const terminates = duration().describe(
  'From SIGTERM to the end of the container, at most the grace period; 2s if only other images say so. Given anywhere, deleted pods stay until they have ended; else they are gone at once.',
);

/** How pods of an image behave. */
export const behaviourFields = {
  readyAfter: readyAfter.optional(),
  never: never.optional(),
  startAfter,
  crash: crash.optional(),
  turnsUnready: turnsUnready.optional(),
  terminates: terminates.optional(),
};

export const behaviourSetting = z.strictObject(behaviourFields);
export type BehaviourSetting = z.infer<typeof behaviourSetting>;

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

const propagation = z
  .strictObject({
    endpoints: duration()
      .default('1s')
      .describe("From a pod's change of readiness, or its end, until requests are sent accordingly."),
    router: duration().default('1s').describe("From a change of a router's objects until it acts by them."),
  })
  .describe('How fast news travels to those who send requests.');

const taint = z.strictObject({
  key: filled().describe('The key of the taint.'),
  value: z.string().default('').describe('Its value.'),
  effect: z.enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute']).describe('What it does to pods that do not tolerate it.'),
});

const node = z
  .strictObject({
    name: name().describe('The name of the node.'),
    cpu: quantity().optional().describe('Allocatable CPU; no limit if left out.'),
    memory: quantity().optional().describe('Allocatable memory; no limit if left out.'),
    pods: z.int().min(0).optional().describe('How many pods fit; no limit if left out.'),
    resources: z
      .record(z.string(), quantity())
      .optional()
      .describe('Further allocatable resources, such as nvidia.com/gpu or ephemeral-storage.'),
    labels: z.record(z.string(), z.string()).optional().describe('Labels beside kubernetes.io/hostname.'),
    taints: z.array(taint).optional().describe('Taints, which pods have to tolerate.'),
    unschedulable: z.boolean().optional().describe('Cordoned from the beginning.'),
  })
  .describe('A node that pods are scheduled to.');

export const cluster = z
  .strictObject({
    readyAfter: readyAfter
      .default('2s')
      .describe('From the creation of a pod to its readiness, for images without a time of their own.'),
    startAfter,
    terminates: terminates.optional(),
    nodes: z.array(node).max(LIMITS.nodes.value).default([]).describe('The nodes; none means one node without limits.'),
    routers: routers.prefault({}),
    propagation: propagation.optional(),
  })
  .describe('What runs under the controllers.');
