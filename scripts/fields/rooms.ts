import { ROUTERS as ROUTER_KINDS } from '../../src/routers/table.ts';

const ROUTERS = 'src/routers';
const ROUTING = 'spec.strategy.canary.trafficRouting';
const PROVIDERS = 'src/metrics/providers';
const PROVIDER = 'spec.metrics[].provider';

/** Where the analyses of a rollout are made into runs. */
const ANALYSIS = [
  'src/controllers/analysis/rollout-args.ts',
  'src/controllers/analysis/flatten.ts',
  'src/controllers/analysis/metric-rules.ts',
  'src/controllers/analysis/new-run.ts',
  'src/controllers/rollouts/referenced-resources.ts',
  'src/controllers/rollouts/analysis-writes.ts',
  'src/controllers/rollouts/analysis-runs.ts',
  'src/controllers/rollouts/analysis-kinds.ts',
  'src/controllers/analysis/assess-metric.ts',
];

/** Where a run takes and judges its measurements. */
const METRICS = [
  'src/controllers/analysis/assess-metric.ts',
  'src/controllers/analysis/tasks.ts',
  'src/controllers/analysis/measure.ts',
  'src/controllers/analysis',
  'src/expr',
];

/** Where a field is carried out: files, or folders with all that is in them, the most telling first. The longest path that fits counts. */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  '': ['src/plugin/lint'],
  Rollout: ['src/controllers/rollouts', 'src/api/rollouts'],
  'Rollout spec': ['src/controllers/rollouts/decide', 'src/api/rollouts', 'src/controllers/rollouts'],
  'Rollout spec.minReadySeconds': ['src/controllers/rollouts/replica-set-revision.ts'],
  'Rollout spec.template': ['src/controllers/rollouts/replica-set-revision.ts'],
  'Rollout spec.selector': ['src/controllers/rollouts/claim-replica-sets.ts'],
  'Rollout spec.paused': ['src/controllers/rollouts/decide/paused-conditions.ts'],
  'Rollout spec.replicas': ['src/controllers/rollouts/decide/canary-counts.ts'],
  'Rollout spec.progressDeadlineAbort': ['src/controllers/rollouts/decide/rollout-conditions.ts'],
  'Rollout spec.restartAt': ['src/controllers/rollouts/decide/restart.ts'],
  'Rollout spec.analysis': ['src/controllers/analysis', 'src/api/rollouts', 'src/controllers/rollouts'],
  'Rollout spec.workloadRef': [
    'src/controllers/rollouts/workload-ref.ts',
    'src/controllers/rollouts/workload-scale.ts',
  ],
  'Rollout spec.strategy.blueGreen.activeService': ['src/controllers/rollouts/services.ts'],
  'Rollout spec.strategy.blueGreen.previewService': ['src/controllers/rollouts/services.ts'],
  'Rollout spec.strategy.blueGreen.prePromotionAnalysis': ANALYSIS,
  'Rollout spec.strategy.blueGreen.postPromotionAnalysis': ANALYSIS,
  'Rollout spec.strategy.blueGreen.maxUnavailable': ['src/controllers/rollouts/decide/fenceposts.ts'],
  'Rollout spec.strategy.blueGreen.antiAffinity': ['src/controllers/rollouts/decide/affinity.ts'],
  'Rollout spec.strategy.canary.antiAffinity': ['src/controllers/rollouts/decide/affinity.ts'],
  'Rollout spec.strategy.blueGreen.previewMetadata': ['src/controllers/rollouts/decide/ephemeral-metadata.ts'],
  'Rollout spec.strategy.blueGreen.activeMetadata': ['src/controllers/rollouts/decide/ephemeral-metadata.ts'],
  'Rollout spec.strategy.canary.canaryMetadata': ['src/controllers/rollouts/decide/ephemeral-metadata.ts'],
  'Rollout spec.strategy.canary.stableMetadata': ['src/controllers/rollouts/decide/ephemeral-metadata.ts'],
  'Rollout spec.strategy.canary.canaryService': ['src/api/rollouts/traffic.ts'],
  'Rollout spec.strategy.canary.stableService': ['src/api/rollouts/traffic.ts'],
  'Rollout spec.strategy.canary.maxSurge': ['src/controllers/rollouts/decide/fenceposts.ts'],
  'Rollout spec.strategy.canary.maxUnavailable': ['src/controllers/rollouts/decide/fenceposts.ts'],
  'Rollout spec.strategy.canary.replicaProgressThreshold': ['src/controllers/rollouts/decide/canary-progress.ts'],
  'Rollout spec.strategy.canary.steps[].setCanaryScale': [
    'src/controllers/rollouts/decide/canary-weight.ts',
    'src/api/rollouts/canary-steps.ts',
  ],
  'Rollout spec.strategy.canary.steps[].pause': ['src/controllers/rollouts/decide/pause.ts'],
  'Rollout spec.strategy.canary.steps[].experiment': ['src/controllers/rollouts/experiment-steps.ts', ...ANALYSIS],
  'Rollout spec.strategy.canary.steps[].setHeaderRoute': [
    `${ROUTERS}/istio/new-routes.ts`,
    `${ROUTERS}/istio`,
    `${ROUTERS}/alb`,
    `${ROUTERS}/apisix`,
    ROUTERS,
  ],
  'Rollout spec.strategy.canary.steps[].setMirrorRoute': [
    `${ROUTERS}/istio/new-routes.ts`,
    `${ROUTERS}/istio`,
    `${ROUTERS}/alb`,
    `${ROUTERS}/apisix`,
    ROUTERS,
  ],
  'Rollout spec.strategy.canary.analysis': [...ANALYSIS, 'src/api/rollouts/canary-steps.ts'],
  'Rollout spec.strategy.canary.steps[].analysis': ANALYSIS,
  'Rollout spec.strategy.canary.pingPong': ['src/api/rollouts/traffic.ts', 'src/controllers/rollouts'],
  [`Rollout ${ROUTING}`]: ['src/controllers/rollouts', 'src/api/rollouts'],
  'Rollout status.alb': [`${ROUTERS}/alb/write.ts`],
  'Rollout status.albs': [`${ROUTERS}/alb/write.ts`],
  AnalysisTemplate: ['src/controllers/analysis', 'src/controllers/rollouts'],
  AnalysisRun: ['src/controllers/analysis', 'src/controllers/rollouts'],
  'AnalysisTemplate spec.dryRun': ANALYSIS,
  'AnalysisTemplate spec.measurementRetention': ANALYSIS,
  'AnalysisTemplate spec.templates': ANALYSIS,
  'AnalysisTemplate spec.args': [
    'src/controllers/analysis/metric-args.ts',
    'src/controllers/analysis/secrets.ts',
    ...ANALYSIS,
  ],
  'AnalysisRun spec.args': [
    'src/controllers/analysis/metric-args.ts',
    'src/controllers/analysis/secrets.ts',
    ...ANALYSIS,
  ],
  'AnalysisTemplate spec.metrics': METRICS,
  'AnalysisRun spec.metrics': METRICS,
  Experiment: ['src/controllers/experiments', 'src/controllers/analysis'],
  'Experiment spec.dryRun': ANALYSIS,
  'Experiment spec.measurementRetention': ANALYSIS,
};

/** Providers whose files are not named as their field. */
const PROVIDER_FILES: Readonly<Record<string, string>> = { newRelic: 'new-relic', cloudWatch: 'cloudwatch' };

/** The folder of the traffic router whose configuration a field belongs to. */
function routerFolder(path: string): string | undefined {
  if (!path.startsWith(`${ROUTING}.`)) return undefined;
  const [field] = path.slice(ROUTING.length + 1).split(/[.{]/u);
  const router = ROUTER_KINDS.find(({ references }) => references[0]?.path[0] === field);
  return router === undefined ? undefined : `${ROUTERS}/${router.name}`;
}

/** The rooms of a kind's field, the most telling first. */
export function roomsOf(kind: string, path: string): readonly string[] {
  const provider = path.startsWith(`${PROVIDER}.`) ? path.slice(PROVIDER.length + 1).split(/[.{]/u)[0] : undefined;
  if (provider === 'plugin') return [`${PROVIDERS}/providers.ts`];
  if (provider !== undefined) return [`${PROVIDERS}/${PROVIDER_FILES[provider] ?? provider}.ts`];
  const folder = kind === 'Rollout' ? routerFolder(path) : undefined;
  if (folder !== undefined) return [`${folder}/write.ts`, folder, 'src/controllers/rollouts'];
  const place = `${kind} ${path}`;
  const fitting = Object.keys(ROOMS).filter(
    (prefix) => place.startsWith(prefix) && !/^\w/u.test(place.slice(prefix.length)),
  );
  const longest = fitting.reduce((best, prefix) => (prefix.length > best.length ? prefix : best), '');
  return ROOMS[longest] ?? [];
}
