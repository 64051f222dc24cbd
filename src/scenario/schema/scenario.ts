import { REFERENCE_VERSIONS } from '../../api/reference.ts';
import * as z from 'zod';
import { LIMITS } from '../../world/limits.ts';
import { cluster } from './cluster.ts';
import { expectEntry } from './expect.ts';
import { argocd, git } from './git.ts';
import { imageSetting } from './images.ts';
import { jobSetting, metricSetting, scriptedSeries, utilisationSetting } from './metrics.ts';
import { duration, filled, name, time } from './scalars.ts';
import { scriptEntry } from './script.ts';
import { traffic } from './traffic.ts';

// Parsers are not compiled: a file is parsed once, and pages may forbid code from text.
z.config({ jitless: true });

export const API_VERSION = 'rehearse.dev/v1';
export const KIND = 'Scenario';

const metadata = z
  .strictObject({
    name: name().describe('A short name: names reports and timelines.'),
    title: filled().optional().describe('One line for people.'),
    description: z.string().optional().describe('What the scenario shows, and what to look at.'),
    tags: z.array(filled()).default([]).describe('Words to find it by.'),
    references: z.array(filled()).default([]).describe('Where to read more: addresses of documents and issues.'),
  })
  .describe('What the scenario is.');

const spec = z
  .strictObject({
    reference: z
      .enum(REFERENCE_VERSIONS)
      .optional()
      .describe(
        'The version of Argo Rollouts that runs: if left out, that of the controller among the manifests, else v1.9.1. docs/versions.md lists what differs.',
      ),
    seed: z.int().min(0).default(1).describe('Seeds every random number of the run.'),
    until: z
      .union([z.literal('settled'), duration()])
      .default('settled')
      .describe(
        'When the run ends: settled (nothing is due any more but periodic work, and every rollout is Healthy, Degraded, or paused without a timer), or a time.',
      ),
    limit: duration().default('24h').describe('The run ends here at the latest.'),
    epoch: time().default('2026-01-01T00:00:00Z').describe('The simulated date at which the run starts.'),
    resolution: duration().default('100ms').describe('Everything happens at whole multiples of this.'),
    namespace: name()
      .default('default')
      .describe('The namespace of manifests and commands that name none (as kubectl -n).'),
    manifests: z
      .array(filled())
      .min(1)
      .optional()
      .describe('Manifest files, as seen from the folder of this file; may be left out if git has some.'),
    cluster: cluster.prefault({}),
    images: z
      .record(z.string(), imageSetting)
      .default({})
      .describe('Behaviour of images: image, then how its pods behave and answer.'),
    traffic: traffic.optional(),
    metrics: z
      .record(z.string(), metricSetting)
      .default({})
      .describe('What metrics answer: the name of a metric or the text of its query, then the answer.'),
    series: z
      .record(z.string(), scriptedSeries)
      .default({})
      .describe('Series that Prometheus has beside those of the run: name{label="value"}, then its values.'),
    jobs: z
      .record(z.string(), jobSetting)
      .default({})
      .describe('What the Jobs of metrics do: the name of the metric, then how long they run and whether they fail.'),
    utilisation: z
      .record(z.string(), utilisationSetting)
      .default({})
      .describe(
        'What the pods of a target (Rollout/NAME, Deployment/NAME) use of every resource, in percent of what they request: HorizontalPodAutoscalers act by it.',
      ),
    git: git.default({}),
    argocd: argocd.optional(),
    promote: z
      .enum(['auto', 'never'])
      .default('never')
      .describe(
        'auto: Rehearse itself promotes through pauses that have no duration, 10 s after each begins, and says so.',
      ),
    script: z.array(scriptEntry).max(LIMITS.script.value).default([]).describe('What people, Git, the platform and faults do.'),
    expect: z
      .array(expectEntry)
      .max(LIMITS.script.value)
      .default([])
      .describe('What must be true of the run; a broken expectation exits with 1.'),
  })
  .describe('What happens.');

/** The scenario file, version rehearse.dev/v1. */
export const scenarioSchema = z
  .strictObject({
    apiVersion: z.literal(API_VERSION).describe('The version of this format.'),
    kind: z.literal(KIND).describe('Always Scenario.'),
    metadata,
    spec,
  })
  .meta({
    title: 'Rehearse scenario',
    description: 'A rehearsal of rollouts: manifests, a cluster, and what happens to them.',
  });

export type ScenarioFile = z.infer<typeof scenarioSchema>;
