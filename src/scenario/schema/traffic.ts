import * as z from 'zod';
import { LIMITS } from '../../world/limits.ts';
import { distribution } from './distribution.ts';
import { duration, errorCode, filled, labelName, metricName } from './scalars.ts';

const share = z.number().min(0).max(1);
const perSecond = z.number().min(0).max(LIMITS.arrivals.value).describe('Requests per second.');

const recording = {
  kind: z.literal('recorded').describe('As a real service had it.'),
  file: filled().describe('A CSV file, or one of OpenMetrics or of Prometheus; as seen from the folder of this file.'),
};

const arrivals = z
  .union([
    perSecond,
    z.strictObject({
      kind: z.literal('ramp').describe('Grows or falls evenly, and stays.'),
      from: perSecond,
      to: perSecond,
      start: duration().default('0s').describe('When it begins.'),
      over: duration().describe('How long it takes.'),
    }),
    z.strictObject({
      kind: z.literal('steps').describe('Each rate from a time on.'),
      steps: z
        .array(z.strictObject({ from: duration().describe('From this time of the run on.'), perSecond }))
        .min(1)
        .describe('The rates; none before the first.'),
    }),
    z.strictObject({
      kind: z.literal('daily').describe('A day, in straight lines from hour to hour.'),
      perSecond: z.array(perSecond).length(24).describe('The rate at each of the 24 hours.'),
      startOfDay: duration().default('0s').describe('The time of day at which the run starts.'),
    }),
    z.strictObject({
      kind: z.literal('burst').describe('A base, and a peak for a time.'),
      base: perSecond,
      peak: perSecond,
      start: duration().describe('When the peak begins.'),
      lasts: duration().describe('How long it lasts.'),
      every: duration().optional().describe('From the start of one peak to that of the next; else there is one.'),
    }),
    z.strictObject({
      ...recording,
      metric: filled()
        .optional()
        .describe('The counter of an OpenMetrics file: NAME or NAME{label="x"}. Without it the file is CSV.'),
    }),
  ])
  .describe('Requests per second over time: a number, or a curve (ramp, steps, daily, burst, recorded).');
export type ArrivalsSetting = z.infer<typeof arrivals>;

const target = z
  .union([
    z.strictObject({
      rollout: filled().describe('Through the router of this Rollout, or its Service if it has none.'),
    }),
    z.strictObject({ service: filled().describe('Straight to this Service.') }),
  ])
  .describe('Whom they call.');

const retries = z
  .strictObject({
    attempts: z.int().min(0).describe('How often a failed request is tried again.'),
    on: z
      .array(z.enum(['connect', 'overload', 'error', 'timeout']))
      .default(['connect'])
      .describe('After which failures.'),
  })
  .describe('What callers do about failures.');

const flow = z
  .strictObject({
    name: filled().optional().describe('What reports call it; else the name of what is called.'),
    namespace: filled().optional().describe('The namespace of what is called; else that of the rehearsal.'),
    to: target,
    arrivals,
    method: filled().default('GET').describe('The method of the requests.'),
    path: filled().default('/').describe('Their path.'),
    host: filled().optional().describe('Their host.'),
    headers: z
      .array(
        z.strictObject({
          share: share.describe('Share of the callers.'),
          headers: z.record(z.string(), z.string()).describe('What they send.'),
        }),
      )
      .default([])
      .describe('Shares of the callers that send headers; the rest sends none.'),
    stickyFor: duration().optional().describe('A caller stays where it was sent for so long on average.'),
    keepAlive: duration()
      .optional()
      .describe(
        'Connections stay open for so long on average, and their requests go to the pod that they were made to, where no router balances each request.',
      ),
    timeout: duration().optional().describe('Callers give up after so long.'),
    retries: retries.default({ attempts: 0, on: [] }),
    users: z.int().min(1).optional().describe('People behind the requests, all as likely to send one.'),
    objective: share.optional().describe('Share of requests that is promised to succeed, such as 0.999.'),
  })
  .describe('Callers of one Rollout or Service.');
export type FlowSetting = z.infer<typeof flow>;

const outage = z
  .strictObject({
    from: duration().describe('When it begins.'),
    to: duration().describe('When it ends.'),
    errorRate: share.default(1).describe('Share of answers that fail for it.'),
    addedLatency: duration().default('0s').describe('How much longer answers take.'),
  })
  .describe('A time in which it fails those who depend on it.');

const labelSource = z.union([
  filled(),
  z.strictObject({ podLabel: filled().describe('A label of the pod, as a PodMonitor copies it.') }),
  z.strictObject({ from: z.literal('role').describe('canary or stable, by the Rollout that the pod belongs to.') }),
]);
export type LabelSourceSetting = z.infer<typeof labelSource>;

/** Linkerd counts as behind SMI, Envoy as behind Ambassador. */
export const STACKS = ['istio', 'nginx', 'linkerd', 'traefik', 'apisix', 'envoy'] as const;

export const traffic = z
  .strictObject({
    flows: z.array(flow).min(1).describe('Who calls whom.'),
    dependencies: z
      .record(z.string(), z.strictObject({ outages: z.array(outage).describe('When it fails.') }))
      .default({})
      .describe('What versions depend on: a name, then its outages.'),
    window: duration()
      .default('1s')
      .describe(
        'The widest window in which requests are drawn while something changes all the time; else a window lasts until something changes.',
      ),
    scrape: duration().default('15s').describe('How often Prometheus scrapes: a whole number of windows.'),
    metrics: z
      .strictObject({
        requests: metricName().default('http_requests_total').describe('Counter of answers, by code and method.'),
        duration: metricName().default('http_request_duration_seconds').describe('Histogram of latencies in seconds.'),
        code: labelName()
          .optional()
          .describe('The label of the response code; the one that queries select by if left out, else code.'),
        labels: z
          .record(labelName(), labelSource)
          .default({})
          .describe('Further labels of the application: a text, {podLabel: NAME} or {from: role}, which is canary or stable.'),
        stacks: z
          .array(z.enum(STACKS))
          .optional()
          .describe('Routers and meshes whose metrics exist for every flow; those that queries ask for if left out.'),
      })
      .optional()
      .describe('What the application calls its metrics.'),
    buckets: z
      .array(duration())
      .min(1)
      .optional()
      .describe('Upper bounds of latency histograms; else those of client libraries, 5ms to 10s.'),
  })
  .describe('Who sends requests.');
export type TrafficSetting = z.infer<typeof traffic>;

const errors = z
  .union([
    share,
    z.strictObject({
      rates: z
        .array(
          z.strictObject({
            from: duration().describe('From so long after the pod turned ready.'),
            rate: share.describe('Share of answers that fail.'),
          }),
        )
        .default([])
        .describe('Failures by the age of a pod; none before the first.'),
      byLoad: z
        .strictObject({
          above: share.describe('Above this utilisation …'),
          rate: share.describe('… failures grow evenly, up to this share at full use.'),
        })
        .optional()
        .describe('Failures by load.'),
      code: errorCode().default('500').describe('The code of failures.'),
    }),
  ])
  .describe('Share of answers that fail: one number, or {rates, byLoad, code}.');

const capacity = z
  .union([
    z.int().min(1),
    z.strictObject({
      concurrency: z.int().min(1).max(LIMITS.concurrency.value).describe('Requests at once.'),
      queue: z.int().min(0).default(100).describe('Requests that wait beyond those.'),
    }),
  ])
  .describe('What one pod can do: requests at once (100 more wait), or {concurrency, queue}. Without limit if left out.');

const warmUp = z
  .strictObject({
    lasts: duration().describe('How long a pod is cold after it turned ready.'),
    latencyFactor: z.number().min(1).default(1).describe('At readiness answers take so many times longer …'),
    errorRate: share.default(0).describe('… and so many more fail; both fade evenly.'),
  })
  .describe('Cold start.');

const latency = z
  .discriminatedUnion('kind', [
    ...distribution.options,
    z.strictObject({
      ...recording,
      metric: filled()
        .optional()
        .describe('The histogram of an OpenMetrics file, without _bucket. Without it the file is CSV.'),
    }),
  ])
  .describe('A distribution of times, or a recording of a real service.');
export type LatencySetting = z.infer<typeof latency>;

/** How a version answers requests. */
export const versionSetting = z.strictObject({
  latency: z
    .union([duration(), latency])
    .optional()
    .describe('How long an answer takes, without waiting: one time, a distribution or a recording; 20ms if left out.'),
  errors: errors.optional(),
  capacity: capacity.optional(),
  warmUp: warmUp.optional(),
  drain: duration().optional().describe('A deleted pod goes on taking connections for so long; as long as its container runs if left out.'),
  dependsOn: z.array(filled()).optional().describe('Names of spec.traffic.dependencies.'),
});
export type VersionSetting = z.infer<typeof versionSetting>;
