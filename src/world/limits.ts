/** A limit of what Rehearse reads and simulates. */
export interface Limit {
  /** What there is at most; of `interval` at least. */
  readonly value: number;
  readonly of: string;
  /** Where such a value enters, and which error it gets there. */
  readonly where: string;
  /** What comes of more while the world runs; absent: nothing can. */
  readonly running?: string;
}

/** Every limit: far above what people run, and low enough that a run of seconds does not become one of hours. docs/limits.md is made from this table. */
export const LIMITS = {
  pods: {
    value: 20_000,
    of: 'pods of one workload',
    where:
      'E431 at `replicas` of a Rollout, a Deployment, a ReplicaSet, a template of an Experiment, `maxReplicas` of an autoscaler, `setCanaryScale`, an experiment step; at `kubectl scale --replicas` and `patch` of a script',
  },
  clusterPods: {
    value: 50_000,
    of: 'pods at once in the whole cluster',
    where: 'nowhere: several workloads, or an update with surge, may come to it',
    running: 'the run ends with an error that names the time, and exit status 2',
  },
  steps: { value: 1000, of: 'steps of a canary', where: 'E435 at `spec.strategy.canary.steps` of a Rollout' },
  intervalMs: {
    value: 100,
    of: 'milliseconds between two measurements of a metric (at least)',
    where: 'E435 at `interval` of a metric',
  },
  nodes: { value: 5000, of: 'nodes', where: 'E214 at `spec.cluster.nodes` of a scenario' },
  script: {
    value: 10_000,
    of: 'entries of a script, and expectations',
    where: 'E214 at `spec.script` and `spec.expect`',
  },
  arrivals: {
    value: 1_000_000_000,
    of: 'requests per second of a flow',
    where: 'E214 at `arrivals` of a scenario',
  },
  concurrency: {
    value: 1_000_000,
    of: 'requests at once in one pod',
    where: 'E214 at `capacity.concurrency` of a scenario',
  },
  nesting: {
    value: 1000,
    of: 'parentheses, signs and operators in each other in a PromQL query',
    where: 'a parse error of the query',
  },
  fileBytes: {
    value: 64 * 1024 * 1024,
    of: 'bytes of a file',
    where: 'E101 at the file; pipes and devices are refused, too (the output of a command comes through `-`)',
  },
  aliases: { value: 100_000, of: 'values from YAML aliases in one document', where: 'E112 at the alias' },
  diagnostics: { value: 100, of: 'mistakes that are shown', where: 'the others are counted in one line' },
} as const satisfies Readonly<Record<string, Limit>>;

/** A world that grew beyond a limit while it ran. */
export class LimitError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'LimitError';
  }
}
