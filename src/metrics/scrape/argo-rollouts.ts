import { ANALYSIS_RUN, EXPERIMENT, ROLLOUT } from '../../api/resources.ts';
import { getReplicasOrDefault } from '../../api/rollouts/defaults.ts';
import type { Rollout } from '../../api/shape/rollout.ts';
import { ROUTERS_BY_LABEL } from '../../routers/table.ts';
import type { ClusterView } from '../../traffic/pods.ts';
import { type Exposed, type Exporter, exposed, type Reach } from './exporter.ts';

const PHASE_BY_REASON: ReadonlyMap<string, string> = new Map([
  ['NewReplicaSetAvailable', 'Completed'],
  ['RolloutPaused', 'Paused'],
  ['ReplicaSetCreateError', 'Error'],
  ['ProgressDeadlineExceeded', 'Timeout'],
  ['RolloutAborted', 'Abort'],
]);

/** Source: controller/metrics/rollouts.go calculatePhase. */
function calculatePhase({ status: { conditions = [] } }: Rollout): string {
  if (conditions.some(({ type }) => type === 'InvalidSpec')) return 'InvalidSpec';
  const reason = conditions.find(({ type }) => type === 'Progressing')?.reason;
  return PHASE_BY_REASON.get(reason ?? '') ?? 'Progressing';
}

function strategyLabels(rollout: Rollout): {
  readonly strategy: string;
  readonly traffic_router: string;
} {
  const { strategy } = rollout.spec;
  if (strategy.blueGreen !== undefined && strategy.blueGreen !== null)
    return { strategy: 'blueGreen', traffic_router: '' };
  if (strategy.canary === undefined || strategy.canary === null) return { strategy: 'none', traffic_router: '' };
  const router = ROUTERS_BY_LABEL.findLast(({ isUsedBy }) => isUsedBy(rollout));
  return { strategy: 'canary', traffic_router: router?.label ?? '' };
}

const ROLLOUT_PHASES = ['Completed', 'Progressing', 'Paused', 'Timeout', 'Error', 'Abort'];
const ANALYSIS_PHASES = ['Pending', 'Error', 'Failed', 'Successful', 'Running', 'Inconclusive'];

const FAMILIES: readonly string[] = [
  'rollout_info',
  'rollout_info_replicas_available',
  'rollout_info_replicas_unavailable',
  'rollout_info_replicas_desired',
  'rollout_info_replicas_updated',
  'rollout_phase',
  'analysis_run_info',
  'analysis_run_phase',
  'experiment_info',
  'experiment_phase',
];

/** Metrics of the controller itself that follow from objects. Source: controller/metrics/prommetrics.go. */
export class ArgoRolloutsExporter implements Exporter {
  exposes(reach: Reach): boolean {
    return FAMILIES.some(reach);
  }

  *expose(reader: ClusterView): Iterable<Exposed> {
    for (const rollout of reader.list(ROLLOUT)) yield* exposeRollout(rollout);
    for (const { metadata, status } of reader.list(ANALYSIS_RUN)) {
      yield* exposePhase('analysis_run', metadata, status.phase);
    }
    for (const { metadata, status } of reader.list(EXPERIMENT)) {
      yield* exposePhase('experiment', metadata, status.phase ?? '');
    }
  }
}

function* exposeRollout(rollout: Rollout): Iterable<Exposed> {
  const { metadata, spec, status } = rollout;
  const labels = { namespace: metadata.namespace, name: metadata.name };
  const { strategy, traffic_router } = strategyLabels(rollout);
  const current = calculatePhase(rollout);
  const available = status.availableReplicas ?? 0;
  yield exposed('rollout_info', 1, { ...labels, strategy, traffic_router, phase: current });
  yield exposed('rollout_info_replicas_available', available, labels);
  yield exposed('rollout_info_replicas_unavailable', (status.replicas ?? 0) - available, labels);
  yield exposed('rollout_info_replicas_desired', getReplicasOrDefault(spec.replicas ?? undefined), labels);
  yield exposed('rollout_info_replicas_updated', status.updatedReplicas ?? 0, labels);
  for (const phase of ROLLOUT_PHASES)
    yield exposed('rollout_phase', Number(phase === current), { ...labels, strategy, phase });
}

/** Source: controller/metrics/analysis.go collectAnalysisRuns, controller/metrics/experiments.go. */
function* exposePhase(
  prefix: string,
  { namespace, name }: { readonly namespace?: string | undefined; readonly name?: string | undefined },
  current: string,
): Iterable<Exposed> {
  const labels = { namespace, name };
  yield exposed(`${prefix}_info`, 1, { ...labels, phase: current });
  for (const phase of ANALYSIS_PHASES) {
    const holds = phase === current || (phase === 'Pending' && current === '');
    yield exposed(`${prefix}_phase`, Number(holds), { ...labels, phase });
  }
}
