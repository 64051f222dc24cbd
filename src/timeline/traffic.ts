import { z } from 'zod';
import type { DeepReadonly } from './read-only.ts';

const share = z.number().min(0);
const count = z.int().min(0);

const counts = {
  requests: count,
  errors: count,
  byCode: z.record(z.string(), count).describe('Requests by response code; 000: no connection.'),
};

const flow = z
  .strictObject({
    name: z.string(),
    namespace: z.string(),
    to: z.union([z.strictObject({ rollout: z.string() }), z.strictObject({ service: z.string() })]),
    users: z.int().optional().describe('People behind the requests; absent: they were not counted.'),
    objective: z.number().optional().describe('Share of requests that is promised to succeed.'),
  })
  .describe('Callers of one workload or Service.');

export const trafficHeader = z
  .strictObject({
    bucketsMs: z.array(z.number()).describe('Upper bounds of latency histograms; one more bucket has none.'),
    flows: z.array(flow),
  })
  .describe('How the traffic of the run was counted; absent: the run had none.');

const versionUsers = z
  .strictObject({
    exposed: count.describe('People that met this version up to the end of the stretch.'),
    hurt: count.describe('Those of them whose request failed for it.'),
  })
  .describe('People since the start of the run.');

const versionSample = z
  .strictObject({
    podTemplateHash: z.string().describe('The hash of its pod template.'),
    image: z.string(),
    ...counts,
    buckets: z.array(count).describe('Calls by latency: one number a bucket of the header, trailing zeros left out.'),
    latencySumMs: z.number(),
    share: share.describe('Share of the callers that was sent here.'),
    desired: share.describe('Share that the objects ask for.'),
    propagated: share.describe('Share that routers and kube-proxy act by.'),
    capacityPerSecond: z
      .number()
      .optional()
      .describe('Requests a second that its ready pods can do; absent: without limit, or none is ready.'),
    utilisation: z.number().describe('1: fully used; the highest of the stretch.'),
    mirrored: count.describe('Copies of requests whose answers nobody waits for.'),
    users: versionUsers.optional(),
  })
  .describe('What a version had of a flow. A call that is repeated counts again.');

/** A stretch is a window, or several together in a long run. */
export const trafficSample = z.strictObject({
  fromMs: z.int().min(0).describe('Milliseconds of simulated time from the start of the run.'),
  toMs: z.int().min(0),
  flow: z.string(),
  ...counts,
  early: count
    .optional()
    .describe('Requests that came before any version was ready: no other number counts them. Absent: none.'),
  retries: count.describe(
    'Calls that were repeats of failed ones; requests count once, as they ended for their callers.',
  ),
  unrouted: count.describe('Calls that found no way or no pod.'),
  hurtUsers: count
    .optional()
    .describe(
      'People whose request failed, whatever the cause, since the start of the run; absent: they were not counted.',
    ),
  versions: z.array(versionSample).describe('In the order of hashes.'),
});

export type TrafficHeader = DeepReadonly<z.infer<typeof trafficHeader>>;
export type TrafficFlow = DeepReadonly<z.infer<typeof flow>>;
export type TrafficSample = DeepReadonly<z.infer<typeof trafficSample>>;
export type VersionSample = DeepReadonly<z.infer<typeof versionSample>>;
export type VersionUsers = DeepReadonly<z.infer<typeof versionUsers>>;
